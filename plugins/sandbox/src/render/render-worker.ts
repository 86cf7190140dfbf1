import {parentPort, workerData} from 'node:worker_threads'

import {openH264Encoder} from './h264-encoder.js'
import {createReadBackRelease} from './read-back-memory.js'
import type {RenderJob, RenderMessage} from './render-job.js'
import {i420Length, rgbaToI420} from './rgba-to-i420.js'
import {createScene} from './scene.js'
import {FRAMES_PER_SECOND} from './video-spec.js'

// Lower costs bytes and time without a visible gain; from 24 on, soft gradients show blocks.
const QUANTIZER = 22
const JPEG_QUALITY = 88

const job = workerData as RenderJob
void work()

async function work(): Promise<void> {
  const made = job.kind === 'segment' ? await encodeSegment(job) : [await drawPoster(job)]
  // Copies that can be handed over: encoders' buffers may belong to WebAssembly or to a pool.
  const files = made.map(bytes => new Uint8Array(bytes))
  parentPort!.postMessage(
    {kind: 'result', files} satisfies RenderMessage,
    files.map(({buffer}) => buffer),
  )
}

async function encodeSegment({
  spec,
  from,
  to,
  gopLength,
}: RenderJob & {kind: 'segment'}): Promise<Uint8Array[]> {
  const {width, height} = spec
  const scene = await createScene(spec)
  const i420 = new Uint8Array(i420Length(width, height))
  const releaseReadBack = createReadBackRelease()
  const gops: Uint8Array[] = []
  for (let start = from; start < to; start += gopLength) {
    // One encoder a GOP: minih264 carries more than references over a keyframe, and what it made of the one
    // before would depend on how the clip was cut among the workers.
    const encoder = await openH264Encoder({
      width,
      height,
      framesPerSecond: FRAMES_PER_SECOND,
      gopLength,
      quantizer: QUANTIZER,
    })
    for (let frame = start; frame < Math.min(to, start + gopLength); frame++) {
      scene.draw(frame)
      rgbaToI420(scene.canvas.data(), width, height, i420)
      encoder.add(i420)
      parentPort!.postMessage({kind: 'frame'} satisfies RenderMessage)
      await releaseReadBack()
    }

    gops.push(encoder.finish())
  }

  return gops
}

async function drawPoster({spec, frame}: RenderJob & {kind: 'poster'}): Promise<Uint8Array> {
  const scene = await createScene(spec)
  scene.draw(frame)
  return scene.canvas.encode('jpeg', JPEG_QUALITY)
}
