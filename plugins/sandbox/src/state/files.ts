import {randomBytes} from 'node:crypto'
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

/** `errno` name of a system error such as `ENOENT`, or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/** Makes a folder that only its owner can read. One that is there already keeps its mode. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, {recursive: true, mode: 0o700})
}

/** Writes a file of mode 0600 so that a reader sees the old content or the new, never a part. */
export async function writeAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    await writeFile(draft, content, {mode: 0o600, flag: 'wx'})
    await rename(draft, path)
  } catch (error) {
    await rm(draft, {force: true})
    throw error
  }
}

/** Makes a file of mode 0600 unless there is one; true when this call made it. */
export async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, {mode: 0o600, flag: 'wx'})
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/** The text of a file, or undefined when it is not there. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The JSON object in a file; undefined when the file is absent, torn or something else. */
export async function readObject(path: string): Promise<Record<string, unknown> | undefined> {
  const text = await readText(path)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
