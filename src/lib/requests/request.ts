import {type FileInBody, type JsonBody} from '../api/file-body.js'
import {type TaskKind} from '../tasks/kinds.js'

/** A file as it goes into a body: a URL or base64 text, or a local file that is read while it is sent. */
export type FileValue = string | FileInBody

/** A picture or sound that a command was given: a path, a URL, or base64 text with a data: prefix. */
export interface FileUse {
  /** Place in the body builder's argument. */
  role: string
  input: string
  /** First part of the error codes: `frame` → `frame_not_found`. */
  codes: 'frame' | 'ref_image' | 'image' | 'mask' | 'frontal' | 'ref' | 'audio'
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
  /** The file whose length is that of the result, where the price goes by it. */
  lengthFrom?: string
  /** The body as the API takes it; throws for combinations that cannot work. */
  body(options: Options, files: Map<string, FileValue>): JsonBody
}
