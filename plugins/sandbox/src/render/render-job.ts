import type {VideoSpec} from './video-spec.js'

/** What a render worker is started for: to encode a segment, or to draw one frame as a JPEG. */
export type RenderJob =
  | {kind: 'segment'; spec: VideoSpec; from: number; to: number; gopLength: number}
  | {kind: 'poster'; spec: VideoSpec; frame: number}

/** What a render worker sends: one message per frame, at the end the files it made: one per GOP, or the JPEG. */
export type RenderMessage = {kind: 'frame'} | {kind: 'result'; files: Uint8Array<ArrayBuffer>[]}
