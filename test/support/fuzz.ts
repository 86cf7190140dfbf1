import {randomInt} from 'node:crypto'
import {connect} from 'node:net'

/** How a fuzz test runs: the same cases in every `npm test`, other ones with `npm run fuzz`, which prints its seed. */
export interface FuzzOptions {
  runs: number
  seed: number
}

const {KLING_FUZZ_RUNS: runs, KLING_FUZZ_SEED: seed} = process.env

/** @param usual number of cases in `npm test`; `KLING_FUZZ_RUNS` and `KLING_FUZZ_SEED` say otherwise */
export function fuzzOptions(usual: number): FuzzOptions {
  const chosen = seed ? Number(seed) : runs ? randomInt(2 ** 31 - 1) : 20_260_101
  return {runs: runs ? Number(runs) : usual, seed: chosen}
}

/** Time without a byte after which an exchange counts as over: a server may wait for the rest of half a request. */
const silenceMs = 250

/**
 * Sends bytes over a connection of their own and gives what comes back until the server closes or says no more.
 * @returns the bytes as latin1
 */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    const socket = connect({port, host: '127.0.0.1'}, () => socket.write(bytes))
    socket.on('data', chunk => chunks.push(chunk))
    socket.on('error', () => {})
    socket.setTimeout(silenceMs, () => socket.destroy())
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
}

/** Does something with each of a list, a few at once. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = 64,
): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all(Array.from({length: atOnce}, worker))
}
