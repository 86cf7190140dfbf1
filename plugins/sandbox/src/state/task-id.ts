import {join} from 'node:path'
import {writeAtomic} from 'kling-cli/plugin'
import {readText} from './files.js'

const idPattern = /^\d{18}$/

export function isTaskId(text: string): boolean {
  return idPattern.test(text)
}

/**
 * Two new ids of 18 digits, each higher than all before in this state folder. The first 13 digits are the
 * time, unless the clock went back. The caller holds the lock under which tasks are made.
 */
export async function nextIds(folder: string, now: number): Promise<[string, string]> {
  const path = join(folder, 'last-id')
  const stored = (await readText(path))?.trim() ?? ''
  const last = isTaskId(stored) ? BigInt(stored) : 0n
  const timed = BigInt(Math.floor(now)) * 100_000n
  const step = BigInt(1 + Math.floor(Math.random() * 40))
  const first = (timed > last ? timed : last) + step
  const second = first + 1n
  await writeAtomic(path, String(second))
  return [String(first).padStart(18, '0'), String(second).padStart(18, '0')]
}
