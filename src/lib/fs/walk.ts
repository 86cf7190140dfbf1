import {type Dirent, readdirSync} from 'node:fs'
import {join} from 'node:path'

/** All that is below a folder, without following links. */
export function* walk(folder: string): Generator<{path: string; entry: Dirent}> {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name)
    yield {path, entry}
    if (entry.isDirectory()) yield* walk(path)
  }
}
