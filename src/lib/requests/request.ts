import {type JsonBody} from '../api/file-body.js'
import {type FileInBody} from '../api/file-body.js'
import {type TaskKind} from '../tasks/kinds.js'

/** An image as it goes into a body: a URL or base64 text, or a local file that is read while it is sent. */
export type ImageValue = string | FileInBody

/** An image that a command was given: a path, a URL, or base64 text with a data: prefix. */
export interface ImageUse {
  /** Place in the body builder's argument. */
  role: string
  input: string
  /** First part of the error codes: `frame` → `frame_not_found`. */
  codes: 'frame' | 'ref_image' | 'image' | 'mask' | 'frontal' | 'ref'
}

/** How one kind of task is asked for: checks of single values, the images it needs, and the body. All pure. */
export interface CreateRequest<Options> {
  kind: TaskKind
  /** Throws for the prompt and for each value that is wrong by itself, in this order. */
  checkValues(options: Options): void
  /** The images to be found before the body is built. */
  images(options: Options): ImageUse[]
  /** The body as the API takes it; throws for combinations that the command itself forbids. */
  body(options: Options, images: Map<string, ImageValue>): JsonBody
}
