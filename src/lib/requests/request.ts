import {type FileRef, type JsonBody} from '../http/streaming-body.js'
import {type TaskKind} from '../catalog/task-kinds.js'

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

/** Containers of sound, told apart by their content; `m4a` and `mp4` are the same. */
export type AudioFormat = 'mp3' | 'wav' | 'm4a' | 'mp4' | 'mov' | 'aac'

/** What a sound must be to be taken. */
export interface AudioLimits {
  formats: readonly AudioFormat[]
  /** Any size where it is left out. */
  maxBytes?: number
  minSeconds: number
  maxSeconds: number
}

/** How one kind of task is asked for: checks of single values, the files it needs, and the body. All pure. */
export interface CreateRequest<Options> {
  kind: TaskKind
  /** Throws for the prompt and for each value that is wrong by itself, in this order. */
  checkValues(options: Options): void
  /** The files to be found before the body is built. */
  files(options: Options): FileUse[]
  /** Inputs that the prompt does not name, as placeholders: they may have no effect. */
  unnamed?(options: Options): string[]
  /** What the journal notes to know the task again, where its body has no prompt. */
  title?(options: Options): string | undefined
  /** The file whose length is that of the result, where the price goes by it. */
  lengthFrom?: string
  /** The body as the API takes it; throws for combinations that cannot work. */
  body(options: Options, files: Map<string, FileValue>): JsonBody
}
