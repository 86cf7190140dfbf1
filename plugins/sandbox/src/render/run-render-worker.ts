import {Worker} from 'node:worker_threads'

import type {RenderJob, RenderMessage} from './render-job.js'

// The same path from src (tests) and from dist: a worker thread needs compiled code.
const ENTRY = new URL('../../dist/render/render-worker.js', import.meta.url)

/**
 * Does a render job in a worker thread and gives the files it made, in order. Aborting the signal ends the worker.
 *
 * @throws what the worker threw, or the signal's reason.
 */
export async function runRenderWorker(
  job: RenderJob,
  {signal, onFrame}: {signal?: AbortSignal | undefined; onFrame?: () => void} = {},
): Promise<Uint8Array[]> {
  signal?.throwIfAborted()
  const worker = new Worker(ENTRY, {workerData: job})
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop, {once: true})
  try {
    return await new Promise((resolve, reject) => {
      let result: Uint8Array[] | undefined
      worker.on('message', (message: RenderMessage) => {
        if (message.kind === 'frame') onFrame?.()
        else result = message.files
      })
      worker.on('error', reject)
      worker.on('exit', () => {
        if (signal?.aborted) reject(signal.reason as Error)
        else if (result) resolve(result)
        else reject(new Error('the render worker ended early'))
      })
    })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
