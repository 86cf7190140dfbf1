import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {extname} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import type {TaskStore} from '../state/store.js'
import {hasWork, rendererOf} from './render-queue.js'

/** Starts the renderer process of a state folder when there is work and none runs. */
export interface RendererLauncher {
  ensure(): Promise<void>
  /** Ends the renderer that this launcher has started, if it still runs. */
  stop(): Promise<void>
}

const stopMs = 3000
/** After a renderer that could not even start, so that every query does not start another. */
const pauseMs = 1000

/** The program's own entry: compiled, or the source through tsx when this module is run so. */
function entryOf(): string[] {
  const extension = extname(import.meta.url)
  const entry = fileURLToPath(new URL(`./renderer-process${extension}`, import.meta.url))
  if (extension !== '.ts') return [entry]
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, entry]
}

const codeCache = Symbol.for('kling-cli.code-cache')

/**
 * The environment without anything of Kling's: the renderer needs no credentials. Compiled code is read where this program
 * has it, and not written: the home may be gone when the renderer ends.
 */
function rendererEnvironment(): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(([name]) => !/^KLING(?!_SANDBOX)/i.test(name))
  const code = (globalThis as {[codeCache]?: string})[codeCache]
  return {...Object.fromEntries(plain), ...(code !== undefined && {KLING_CODE_CACHE: code})}
}

export function createLauncher(options: {
  store: TaskStore
  clock: () => number
  /** Arguments for Node; the state folder is put after them. */
  entry?: string[] | undefined
}): RendererLauncher {
  const {store, clock, entry = entryOf()} = options
  let child: ChildProcess | undefined
  let notBefore = 0

  function start(): void {
    const begun = spawn(process.execPath, [...entry, store.stateDir], {
      cwd: tmpdir(),
      detached: true,
      env: rendererEnvironment(),
      stdio: 'ignore',
      windowsHide: true,
    })
    child = begun
    begun.unref()
    begun.on('error', () => {
      child = undefined
      notBefore = performance.now() + pauseMs
    })
    begun.on('exit', code => {
      if (child === begun) child = undefined
      if (code !== 0) notBefore = performance.now() + pauseMs
    })
  }

  return {
    async ensure() {
      if (child || performance.now() < notBefore) return
      if (!(await hasWork(store, clock())) || (await rendererOf(store.stateDir)) !== undefined) return
      if (!child) start()
    },
    async stop() {
      const running = child
      if (!running) return
      const ended = once(running, 'exit')
      running.kill('SIGTERM')
      const timer = setTimeout(() => running.kill('SIGKILL'), stopMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Ends the renderer of a state folder, no matter who has started it. */
export async function stopRenderer(stateDir: string): Promise<void> {
  const deadline = performance.now() + stopMs
  for (let pid = await rendererOf(stateDir); pid !== undefined; pid = await rendererOf(stateDir)) {
    try {
      process.kill(pid, performance.now() < deadline ? 'SIGTERM' : 'SIGKILL')
    } catch {
      return
    }
    await new Promise(done => setTimeout(done, 20))
  }
}
