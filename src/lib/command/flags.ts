import {Flags, type Interfaces} from '@oclif/core'
import {lastPage} from '../api/pagination.js'
import {modeOf} from '../catalog/modes.js'
import {type TaskKindName, taskKindNames} from '../catalog/task-kinds.js'

/** The value of a flag that somebody else than the parser checks. */
const uncheckedText = async (text: string): Promise<string> => text
const uncheckedMode = async (text: string): Promise<string> => modeOf(text)
const unchecked = new Set<unknown>([uncheckedText, uncheckedMode])

/**
 * A flag whose `options` are listed by help, completion and the manifest, while the request checks its value: in its
 * turn, after the prompt, and with the models of the user. The value is any text until then. Where the parser may
 * check, use `Flags.option`, which knows the type.
 */
export const choiceFlag = Flags.custom<string>({parse: uncheckedText})

/** A choice of modes, which may be given by the size of the video, too: `1080p`. */
export const modeFlag = Flags.custom<string>({parse: uncheckedMode})

/** Flags as the parser gets them: without the options that are not for it to check. */
export function flagsForParser<Input extends Interfaces.FlagInput>(flags: Input): Input {
  const entries = Object.entries(flags).map(([name, flag]) => [
    name,
    unchecked.has(flag.parse) ? {...flag, options: undefined} : flag,
  ])
  return Object.fromEntries(entries) as Input
}

/** A flag for a number of seconds, `5` or `5s`, which `seconds` reads. */
const secondsFlag = Flags.custom<string>({
  helpValue: 'SECONDS',
  parse: async text => text.replace(/^\s*([\d.]+)\s*(?:s|秒)\s*$/i, '$1'),
})

/** Flags that every command has. */
export const globalFlags = {
  json: Flags.boolean({summary: 'print JSON, even on a terminal', helpGroup: 'GLOBAL'}),
  fields: Flags.string({
    summary: 'print only these fields of each record',
    helpGroup: 'GLOBAL',
    helpValue: 'NAME,NAME',
  }),
  template: Flags.string({
    summary: "print a line for each record, such as '{{.task_id}} {{.status}}'",
    helpGroup: 'GLOBAL',
    helpValue: 'TEXT',
  }),
  region: Flags.string({
    summary: 'cn (default), global, sandbox, or a region added by a plugin',
    helpGroup: 'GLOBAL',
    helpValue: 'cn|global|sandbox',
  }),
  profile: Flags.string({
    summary: 'use the keys and settings of this profile',
    helpGroup: 'GLOBAL',
    helpValue: 'NAME',
  }),
  lang: Flags.string({
    summary: 'language of messages: zh or en',
    helpGroup: 'GLOBAL',
    helpValue: 'zh|en',
  }),
  debug: Flags.boolean({summary: 'show requests and stack traces on stderr', helpGroup: 'GLOBAL'}),
  timeout: secondsFlag({summary: 'timeout of a request in seconds', default: '60', helpGroup: 'GLOBAL'}),
}

/** Seconds to wait for a task, where nothing is said. */
export const defaultWaitTimeout = '1800'

/** How long the commands wait that wait for tasks of any kind. */
export const waitTimeoutFlag = secondsFlag({
  summary: 'maximum number of seconds to wait',
  default: defaultWaitTimeout,
})

/** Length of a video. */
export const durationFlag = secondsFlag({char: 'd', summary: 'length in seconds', default: '5'})

/** Flags of every command that creates a task. */
export const taskFlags = {
  wait: Flags.boolean({summary: 'wait until it is ready', helpGroup: 'TASK'}),
  'wait-timeout': secondsFlag({
    summary: 'maximum number of seconds to wait; the task itself goes on',
    default: defaultWaitTimeout,
    helpGroup: 'TASK',
  }),
  'callback-url': Flags.string({
    summary: 'URL that the service calls when the task changes',
    helpGroup: 'TASK',
    helpValue: 'URL',
  }),
  'external-task-id': Flags.string({
    summary: 'your own ID for the task, unique in your account; generated if omitted',
    helpGroup: 'TASK',
    helpValue: 'ID',
  }),
  reuse: Flags.boolean({
    summary: 'if a task with this --external-task-id exists, use it instead of creating another',
    helpGroup: 'TASK',
  }),
  'dry-run': Flags.boolean({
    summary: 'print the request and its estimated cost without sending it',
    helpGroup: 'TASK',
  }),
  estimate: Flags.boolean({summary: 'print the estimated cost without sending anything', helpGroup: 'TASK'}),
  'max-cost': Flags.string({
    summary: 'refuse if the task would cost more units, whatever the settings say',
    helpGroup: 'TASK',
    helpValue: 'UNITS',
  }),
  yes: Flags.boolean({
    char: 'y',
    summary: 'continue above the configured limits without asking',
    helpGroup: 'TASK',
  }),
  set: Flags.string({
    summary: 'set any field of the request, such as --set mode=pro',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'TASK',
    helpValue: 'PATH=VALUE',
  }),
}

/** Flags of every command that downloads a video. */
export const showFlags = {
  preview: Flags.boolean({
    summary: 'show a frame of the video on the terminal (default where pictures are supported)',
    allowNo: true,
    helpGroup: 'SHOW',
  }),
  open: Flags.boolean({summary: 'open the video when it is downloaded', helpGroup: 'SHOW'}),
}

/** A repeated command does what is left to do. */
export const skipExistingFlag = Flags.boolean({
  summary: 'do nothing if the output file exists',
  helpGroup: 'TASK',
})

const outputOptions = {
  summary: 'wait, then download the result to this file or folder (- for stdout)',
  helpGroup: 'TASK',
  helpValue: 'FILE',
}

/** `--output` where `-o` is another flag. */
export const longOutputFlag = Flags.string(outputOptions)

/** Flags of every command that creates a video. */
export const createFlags = {
  ...taskFlags,
  output: Flags.string({char: 'o', ...outputOptions}),
  force: Flags.boolean({summary: 'replace the output file if it exists', helpGroup: 'TASK'}),
  'skip-existing': skipExistingFlag,
  sidecar: Flags.boolean({
    summary: 'also write the request to FILE.json (sidecar), for `kling video rerun`',
    helpGroup: 'TASK',
  }),
  unchecked: Flags.boolean({summary: 'skip the checks against the model catalogue', helpGroup: 'TASK'}),
  ...showFlags,
}

/** The flags of a command that makes tasks, as they are found: some of `createFlags`. */
export type TaskFlags = Interfaces.InferredFlags<typeof globalFlags> &
  Partial<Interfaces.InferredFlags<typeof createFlags>>

export const promptFileFlag = Flags.string({
  char: 'f',
  summary: 'read the prompt from a file (- for stdin)',
  helpValue: 'FILE',
})

export const watermarkFlag = Flags.boolean({summary: 'also create a watermarked version'})

export const elementFlag = Flags.string({
  summary: 'ID of an element in your library; can be repeated',
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'ID',
})

export const soundFlag = Flags.boolean({summary: 'also generate sound'})

/** Flags of the commands for one text or image. */
export const legacyFlags = {
  negative: Flags.string({summary: 'negative prompt: what to avoid', helpValue: 'TEXT'}),
  'cfg-scale': Flags.string({
    summary: 'adherence to the prompt, 0–1 (kling-v1 models only)',
    default: '0.5',
    helpValue: 'NUMBER',
  }),
  'camera-control': Flags.string({
    summary: 'camera move: {"type":"simple","config":{"zoom":5}} or {"type":"forward_up"}',
    helpValue: 'JSON',
  }),
  sound: soundFlag,
  watermark: watermarkFlag,
}

/** Only tasks of one kind. */
export const kindFlag = Flags.custom<TaskKindName>({
  summary: 'only tasks of this kind',
  options: [...taskKindNames],
})

/** Flags of the commands that list what the service knows. @param things `tasks` @param max most on a page */
export function pageFlags(things: string, max: number) {
  return {
    limit: Flags.string({char: 'l', summary: `${things} per page, 1–${max}`, default: '30', helpValue: 'N'}),
    page: Flags.string({char: 'p', summary: `page number, 1–${lastPage}`, default: '1', helpValue: 'N'}),
    all: Flags.boolean({summary: `fetch all ${things}, page by page`}),
  }
}

/** Flags for videos of several shots. */
export const shotFlags = {
  shot: Flags.string({
    summary: 'a shot, such as "3s: a door opens"; can be repeated, in order',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SHOT',
    helpValue: 'SHOT',
  }),
  shots: Flags.string({
    summary: 'read the shots from a file, one per line',
    helpGroup: 'SHOT',
    helpValue: 'FILE',
  }),
  'multi-shot': Flags.boolean({summary: 'let the model split the prompt into shots', helpGroup: 'SHOT'}),
}
