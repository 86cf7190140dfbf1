import {spawn} from 'node:child_process'

export interface ProgramOptions {
  /** File that Node runs; left out, `node` itself is the program. */
  program?: string | undefined
  /** Another Node than the one that runs the tests. */
  node?: string | undefined
  cwd: string
  /** The whole environment; undefined leaves a name out. */
  env: Record<string, string | undefined>
  /** Text for stdin; without it stdin is closed (/dev/null). */
  stdin?: string | Uint8Array | undefined
  /** After so many ms the program is killed; without it, it has all the time it wants. */
  timeoutMs?: number
  /** Called with the child's pid once it runs. */
  onStart?: (pid: number) => void
  /** Called with each piece of stderr as it comes. */
  onStderr?: (text: string) => void
}

/** How a program ended: with an exit code or by a signal. */
export interface ProgramResult {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/**
 * Runs a program with stdout and stderr as pipes, to its end.
 * @throws Error when it cannot be started, and when its time is up
 */
export function runProgram(argv: string[], options: ProgramOptions): Promise<ProgramResult> {
  const {program, node = process.execPath, cwd, env, stdin, timeoutMs, onStart, onStderr} = options
  return new Promise((resolve, reject) => {
    const input = stdin === undefined ? 'ignore' : 'pipe'
    const child = spawn(node, program === undefined ? argv : [program, ...argv], {
      cwd,
      env,
      stdio: [input, 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout!.setEncoding('utf8').on('data', text => (stdout += text))
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      onStderr?.(text)
    })
    child.stdin?.on('error', () => {}) // the program need not read all of it
    child.stdin?.end(stdin)
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL')
            // What it has started itself may hold the pipes open.
            for (const stream of child.stdio) stream?.destroy()
            const said = [stdout && `stdout:\n${stdout}`, stderr && `stderr:\n${stderr}`].filter(Boolean)
            const what = ['kling', ...argv].join(' ')
            reject(
              new Error(
                [`${what} did not finish within ${timeoutMs} ms and was killed.`, ...said].join('\n'),
              ),
            )
          }, timeoutMs)
    child.on('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('spawn', () => onStart?.(child.pid!))
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({code, signal, stdout, stderr})
    })
  })
}
