import {readFile} from 'node:fs/promises'

/** The shells that completion is for: the file of each one's script, and how to set it up. */
export const shells = {
  bash: {script: 'kling.bash', startFile: '~/.bashrc', line: 'eval "$(kling autocomplete bash)"'},
  zsh: {script: 'kling.zsh', startFile: '~/.zshrc', line: 'eval "$(kling autocomplete zsh)"'},
  fish: {
    script: 'kling.fish',
    startFile: '~/.config/fish/config.fish',
    line: 'kling autocomplete fish | source',
  },
  powershell: {
    script: 'kling.ps1',
    startFile: '$PROFILE',
    line: 'kling autocomplete powershell | Out-String | Invoke-Expression',
  },
} as const

export type Shell = keyof typeof shells

/** The script that a shell runs to know the completions. */
export function scriptOf(shell: Shell): Promise<string> {
  return readFile(new URL(`./scripts/${shells[shell].script}`, import.meta.url), 'utf8')
}

/** The shell of a user, by `SHELL` of the environment; on Windows PowerShell. */
export function shellOf(
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform,
): Shell | undefined {
  const name = env.SHELL?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.exe$/, '')
  if (name !== undefined && Object.hasOwn(shells, name)) return name as Shell
  return platform === 'win32' ? 'powershell' : undefined
}
