import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'

type CollectGarbage = (options: {type: 'minor'}) => void

const FRAMES_KEPT = 4

/**
 * Gives a function to await after each frame, so that the pixels read back from the canvas are freed. They are
 * outside the JavaScript heap, where the collector sees no need to hurry: without this each worker would keep
 * some 20 frames (75 MB at 720p) for nothing, and without ever yielding, all of them.
 */
export function createReadBackRelease(): () => Promise<void> {
  const collect = findCollector()
  let frames = 0
  return async () => {
    if (++frames % FRAMES_KEPT === 0) collect?.({type: 'minor'})
    // Finalizers run between turns of the event loop.
    await new Promise(resolve => {
      setImmediate(resolve)
    })
  }
}

/** V8's own collector: hidden by default, visible in contexts made after the flag is set. */
function findCollector(): CollectGarbage | undefined {
  setFlagsFromString('--expose-gc')
  return runInNewContext('globalThis.gc') as CollectGarbage | undefined
}
