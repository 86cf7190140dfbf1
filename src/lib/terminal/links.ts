/** Makes a text clickable where the terminal can; elsewhere it stays as it is. */
export type Link = (text: string, url: string | undefined) => string

type Env = Record<string, string | undefined>

/** `1.2.3` of at least the version `[1, 2]`. */
function isSince(version: string | undefined, wanted: number[]): boolean {
  const parts = (version ?? '').split('.').map(part => Number.parseInt(part, 10) || 0)
  for (const [index, number] of wanted.entries()) {
    const part = parts[index] ?? 0
    if (part !== number) return part > number
  }
  return true
}

/** Terminals by TERM_PROGRAM, and since which version they know links. */
const programs: Record<string, number[]> = {
  'iTerm.app': [3, 1],
  WezTerm: [20_200_620],
  ghostty: [],
  vscode: [1, 72],
  zed: [],
  tmux: [3, 4],
}

/** Terminals by TERM. */
const terms = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|contour)/

/** Terminals that tell who they are by a variable of their own. */
const signs: ((env: Env) => boolean)[] = [
  env => env.WT_SESSION !== undefined,
  env => env.DOMTERM !== undefined,
  // GNOME's terminals; 0.50.0 is known to crash on a link.
  env => Number(env.VTE_VERSION) > 5000,
]

/** Whether a terminal shows links (OSC 8). Those that are not known to do so get none; FORCE_HYPERLINK overrules. */
export function hasLinks({isTTY}: {isTTY?: boolean}, env: Env): boolean {
  if (env.FORCE_HYPERLINK) return env.FORCE_HYPERLINK !== '0'
  if (!isTTY || env.TERM === 'dumb' || env.KLING_PLAIN || env.CI) return false
  const {TERM_PROGRAM: program, TERM_PROGRAM_VERSION: version} = env
  // What tmux runs in is not seen from the inside: its own word counts.
  if (program !== undefined && Object.hasOwn(programs, program)) return isSince(version, programs[program]!)
  return terms.test(env.TERM ?? '') || signs.some(isSign => isSign(env))
}

/** Links for a stream. What is no address of the web or of a file is no link. */
export function linker(stream: {isTTY?: boolean}, env: Env): Link {
  if (!hasLinks(stream, env)) return text => text
  return (text, url) => {
    const address = url && URL.canParse(url) ? new URL(url) : undefined
    if (!address || !/^(?:https?|file):$/.test(address.protocol)) return text
    return `\u001B]8;;${address.href}\u001B\\${text}\u001B]8;;\u001B\\`
  }
}
