import type {FileRef} from '../http/streaming-body.js'

/** A file as it goes into a body: a URL or base64 text, or a local file that is read while it is sent. */
export type FileValue = string | FileRef

/** A picture or sound that a command was given: a path, a URL, or base64 text with a data: prefix. */
export interface FileUse {
  /** Place in the body builder's argument. */
  role: string
  input: string
  /** First part of the error codes: `frame` → `frame_not_found`. */
  errorPrefix: 'frame' | 'ref_image' | 'image' | 'mask' | 'frontal' | 'ref' | 'audio'
  /** What a sound may be, where that is not what speech for an avatar may be. */
  limits?: AudioLimits
}

/** Containers of sound, distinguished by their content; `m4a` and `mp4` are the same. */
export type AudioFormat = 'mp3' | 'wav' | 'm4a' | 'mp4' | 'mov' | 'aac'

/** What a sound must be to be taken. */
export interface AudioLimits {
  formats: readonly AudioFormat[]
  /** Any size where it is left out. */
  maxBytes?: number
  minSeconds: number
  maxSeconds: number
}
