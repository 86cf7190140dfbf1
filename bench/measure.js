// How measures are taken: pairs of runs, one after the other, so that a busy machine slows both.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Quarter and three quarters of some numbers, as text. */
export function spreadOf(numbers, digits = 2) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = share => sorted[Math.round((sorted.length - 1) * share)].toFixed(digits)
  return `${at(0.25)}–${at(0.75)}`
}

/** Runs a command to its end; milliseconds. A code that is not expected is an error, or it would be timed for nothing. */
export function time([command, ...args], {codes = [0], ...options} = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(command, args, {stdio: 'ignore', ...options})
    child.on('error', reject)
    child.on('close', code => {
      const ms = Number(process.hrtime.bigint() - start) / 1e6
      if (codes.includes(code)) resolve(ms)
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}

/** Runs two commands in turns. @returns medians in ms, and the median and spread of the second by the first */
export async function pairs(first, second, rounds) {
  const results = []
  for (let round = 0; round < rounds; round++) results.push([await first(), await second()])
  const ratios = results.map(([a, b]) => b / a)
  return {
    first: median(results.map(([a]) => a)),
    second: median(results.map(([, b]) => b)),
    ratio: median(ratios),
    spread: spreadOf(ratios),
  }
}

const timeProgram = '/usr/bin/time'

/** Peak memory of a command in MB (10^6 bytes); undefined where GNU time is missing. */
export async function peak([command, ...args], {codes = [0], ...options} = {}) {
  if (!existsSync(timeProgram)) return undefined
  const child = spawn(timeProgram, ['-f', '%M', command, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', chunk => (text += chunk))
  const [code] = await once(child, 'close')
  if (!codes.includes(code)) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
  const kib = Number(text.trim().split('\n').at(-1))
  return Number.isNaN(kib) ? undefined : (kib * 1024) / 1e6
}
