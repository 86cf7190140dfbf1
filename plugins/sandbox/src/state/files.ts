import {readFile} from 'node:fs/promises'
import {systemCode} from 'kling-cli/plugin'

/** The text of a file, or undefined when it is not there. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
