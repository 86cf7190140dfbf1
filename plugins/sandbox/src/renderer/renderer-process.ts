// The process that renders: `node renderer-process.js STATE_DIR`. Servers start it, detached, whenever there
// is work; it ends when there is none.
import {renderQueue} from './render-queue.js'

const [stateDir] = process.argv.slice(2)
const stopped = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stopped.abort())

async function work(): Promise<never> {
  if (stateDir) {
    await renderQueue({
      stateDir,
      signal: stopped.signal,
      loadRender: () => import('../render/render-video.js'),
    })
  }
  // Workers that a stopped render has left must not keep the process.
  process.exit()
}

void work()
