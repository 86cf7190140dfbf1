import type {JsonBody} from '../http/streaming-body.js'
import type {FileUse, FileValue} from '../media/types.js'
import type {TaskKind} from '../catalog/task-kinds.js'

/** Options with what follows from the rest of them, and what is told of that. */
export interface Settled<Options> {
  options: Options
  notes: string[]
}

/** How one kind of task is asked for: checks of single values, the files it needs, and the body. All pure. */
export interface CreateRequest<Options> {
  kind: TaskKind
  /** Fills in what follows from the rest, where it was not given; first of all. `notes` tell people of it. */
  settle?(options: Options): Settled<Options>
  /** The body is one that was sent before: it goes out as it is, and the rules of the catalogue do not hold. */
  isRecorded?: boolean
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
