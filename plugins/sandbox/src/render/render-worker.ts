import {parentPort, workerData} from 'node:worker_threads'

import {openH264Encoder} from './h264-encoder.js'
import type {RenderJob, RenderMessage} from './render-job.js'
import {i420Length, rgbaToI420} from './rgba-to-i420.js'
import {createScene} from './scene.js'
import {FRAMES_PER_SECOND} from './video-spec.js'

// Lower costs bytes and time without a visible gain; from 24 on, soft gradients show blocks.
const QUANTIZER = 22
const JPEG_QUALITY = 88

const job = workerData as RenderJob
const bytes = job.kind === 'segment' ? await encodeSegment(job) : await drawPoster(job)
// A copy of its own that can be handed over: encoders' buffers may belong to WebAssembly or to a pool.
const result = new Uint8Array(bytes)
parentPort!.postMessage({kind: 'result', bytes: result} satisfies RenderMessage, [result.buffer])

async function encodeSegment({
  spec,
  from,
  to,
  gopLength,
}: RenderJob & {kind: 'segment'}): Promise<Uint8Array> {
  const {width, height} = spec
  const [scene, encoder] = await Promise.all([
    createScene(spec),
    openH264Encoder({width, height, framesPerSecond: FRAMES_PER_SECOND, gopLength, quantizer: QUANTIZER}),
  ])
  const i420 = new Uint8Array(i420Length(width, height))
  for (let frame = from; frame < to; frame++) {
    scene.draw(frame)
    rgbaToI420(scene.canvas.data(), width, height, i420)
    encoder.add(i420)
    parentPort!.postMessage({kind: 'frame'} satisfies RenderMessage)
    // The pixels read back are freed by finalizers, which run between turns of the event loop: without this
    // pause a clip would keep gigabytes.
    await new Promise(resolve => {
      setImmediate(resolve)
    })
  }

  return encoder.finish()
}

async function drawPoster({spec, frame}: RenderJob & {kind: 'poster'}): Promise<Uint8Array> {
  const scene = await createScene(spec)
  scene.draw(frame)
  return scene.canvas.encode('jpeg', JPEG_QUALITY)
}
