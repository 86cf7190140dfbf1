import {join} from 'node:path'
import {type FoldersOptions, foldersOf} from './folders.js'

/** Hash of the bundle; scripts/bundle.js puts it into what starts the bundle, but not into the bundle itself. */
declare const BUNDLE_HASH: string

const key = Symbol.for('kling-cli.code-cache')
const place = globalThis as {[key]?: string}

/** The file that keeps what V8 made of the bundle: compiling takes half of a start. */
export function codeCacheFile(env: FoldersOptions['env']): string {
  const {cacheDir} = foldersOf({env})
  return join(cacheDir, 'code', `${BUNDLE_HASH}-${process.version}-${process.arch}.bin`)
}

/** Informs the program where V8's compiled code of it is kept. */
export function setCodeCache(file: string): void {
  place[key] = file
}

/** The file with V8's compiled code of the program; undefined where it runs without one. */
export const codeCache = (): string | undefined => place[key]
