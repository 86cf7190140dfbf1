import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'

type CollectGarbage = (options: {type: 'minor'}) => void

/** Bytes of used-up buffers that may be about. */
const keptBytes = 8 * 1024 * 1024

/**
 * Gives a function to be called with each buffer that is done with, in bytes. Buffers are outside the JavaScript heap,
 * where the collector sees no need to hurry: without this a transfer would hold 100 MB of dead ones and more. A
 * collection of the young takes about a millisecond.
 */
export function createBufferRelease(): (bytes: number) => void {
  let collect: CollectGarbage | undefined
  let bytes = 0
  return done => {
    bytes += done
    if (bytes < keptBytes) return
    bytes = 0
    collect ??= findCollector()
    collect({type: 'minor'})
  }
}

/** V8's own collector: hidden by default, visible in contexts made after the flag is set. */
function findCollector(): CollectGarbage {
  try {
    setFlagsFromString('--expose-gc')
    return (runInNewContext('globalThis.gc') as CollectGarbage | undefined) ?? (() => {})
  } catch {
    // Another engine, with rules of its own.
    return () => {}
  }
}
