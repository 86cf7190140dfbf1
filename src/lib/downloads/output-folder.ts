import {stat} from 'node:fs/promises'
import {dirname, join, resolve, sep} from 'node:path'

/** Whether an output is a folder by its name, which ends in a slash: `clips/`. */
export function isFolder(output: string): boolean {
  return output.endsWith('/') || output.endsWith(sep)
}

/** An output as it is used from then on: the name of a folder that is there ends in a slash, too. */
export async function namedOutput(output: string): Promise<string> {
  if (output === '-' || isFolder(output)) return output
  const found = await stat(output).catch(() => undefined)
  return found?.isDirectory() ? output + sep : output
}

/** An output as an absolute path, which a folder keeps its slash in. */
export function absoluteOutput(output: string): string {
  const path = resolve(output)
  return isFolder(output) ? join(path, sep) : path
}

/** The folder that an output is in: a folder itself. */
export function folderOf(output: string): string {
  return isFolder(output) ? resolve(output) : dirname(output)
}
