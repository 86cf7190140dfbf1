import {relative, sep} from 'node:path'
import {fileURLToPath} from 'node:url'
import {dropRelativeFolders, foldersOf} from '../lib/config/folders.js'
import {programRoot} from '../lib/config/program-root.js'

/** Modules by the path at which they would be below the program's folder: `dist/hooks/region.cjs`. */
export type Modules = Record<string, () => object>

/** What Bun has beyond Node. */
declare const Bun: {unsafe: {setJITPolicy(scale: number): void}}

/** A process that is older than this has work to do, for which code is compiled as early as Bun does by itself. */
const startMs = 150

function compileAfter(ms: number): void {
  setTimeout(() => Bun.unsafe.setJITPolicy(1), ms).unref()
}

/**
 * Starts the program in the single file that scripts/binary.js makes. It stands in for Node as well: where it is
 * run with the path of one of its own modules, as the sandbox does with its renderer, it runs that.
 */
export async function startSingleExecutable(modules: Modules): Promise<void> {
  const load = (where: string): object | undefined => {
    const path = where.startsWith('file:') ? fileURLToPath(where) : where
    return modules[relative(programRoot, path).split(sep).join('/')]?.()
  }
  Object.defineProperty(globalThis, Symbol.for('kling-cli.modules'), {value: load})
  delete process.env.DEBUG
  compileAfter(startMs)
  const [first = '', ...rest] = process.argv.slice(2)
  if (first.startsWith(programRoot)) {
    process.argv.splice(1, 1)
    load(first)
  } else if (first === '__complete') {
    const {printCompletion} = await import('./completion.js')
    await printCompletion(rest)
  } else {
    dropRelativeFolders(process.env)
    const folders = foldersOf({env: process.env})
    const {main} = await import('./main.js')
    await main(process.argv.slice(2), folders)
  }
}
