import {spawn} from 'node:child_process'

/** How a program ended, and what it wrote. */
export interface ProgramOutput {
  code: number | null
  output: string
  errors: string
}

/**
 * Runs a program without a shell and without stdin, to its end.
 * @throws the system's error when it cannot be started
 */
export function runForOutput(
  program: string,
  args: string[],
  {cwd, env}: {cwd: string; env: NodeJS.ProcessEnv},
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
    let output = ''
    let errors = ''
    child.stdout.on('data', piece => (output += String(piece)))
    child.stderr.on('data', piece => (errors += String(piece)))
    child.on('error', reject)
    child.on('close', code => resolve({code, output, errors}))
  })
}

/** As much of what a program wrote as fits into an error. */
export const firstLines = (text: string): string =>
  text.split('\n').filter(Boolean).slice(0, 2).join(' ').slice(0, 300)
