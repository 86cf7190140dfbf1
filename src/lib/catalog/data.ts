import {readFileSync} from 'node:fs'

/** One of the catalogue's JSON files, read and parsed when it is first asked for. */
export function lazyData<T>(name: string): () => T {
  let value: T | undefined
  return () => (value ??= JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T)
}
