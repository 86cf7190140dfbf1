import {basename} from 'node:path'
import type {JsonBody} from '../http/streaming-body.js'
import {isOpen, isUnsettled} from '../journal/records.js'
import type {JournalRecord, RecordState} from '../journal/types.js'
import {isFolder} from '../downloads/output-folder.js'
import {type Recipe, withPaths} from '../sidecar/recipe.js'
import {sandboxRegion} from '../budget/limits.js'
import {kindInJournal} from '../catalog/task-kinds.js'
import {type Asked, type Setting, commandLine, readRequest, shellLine} from '../sidecar/body-to-command.js'

/** Where a clip stands, as far as a person cares. */
export type ClipPhase =
  /** Its file is on this machine. */
  | 'ready'
  /** It is made; its file is not here, or no longer. */
  | 'remote'
  | 'running'
  | 'failed'

/** The file of a clip. */
export interface ClipFile {
  name: string
  /** Relative to the page. */
  url: string
  type: 'video' | 'audio'
  bytes: number
  /** Of videos whose head can be read. */
  width?: number | undefined
  height?: number | undefined
  seconds?: number
  framesPerSecond?: number | undefined
  hasSound?: boolean
  /** Folder that it is in; not reported where the page may go elsewhere. */
  folder?: string | undefined
}

/** One card of the gallery: all that the page knows of a submission. */
export interface Clip {
  /** External task id. */
  id: string
  task_id?: string
  kind: string
  model?: string
  prompt: string
  /** The request is not known: of the prompt only the first words are known, of the settings the model. */
  isPartial?: true
  phase: ClipPhase
  state: RecordState
  /** ISO 8601 */
  created_at: string
  updated_at: string
  region: string
  /** Units charged, or estimated; `0` where nothing is charged. */
  units?: string
  reason?: string
  file?: ClipFile | undefined
  /** A file was downloaded and is gone; its name. */
  missing?: string
  settings: Setting[]
  /** Makes the same again, as far as that is known. */
  command?: string | undefined
  /** The command to type next: download, wait, resume. */
  next?: string | undefined
}

/** What the page is given: first all, later what has changed. */
export interface GalleryNews {
  clips: Clip[]
  /** Ids of clips that are no longer there. */
  removed?: string[]
  /** Ids of all clips with a star. */
  stars?: string[] | undefined
}

/** The whole gallery, as the page begins with it. */
export interface GalleryState extends GalleryNews {
  stars: string[]
  /** Language of the program: `en`, `zh`. */
  language: string
  /** Whether the page is a copy without a server: nothing can be changed. */
  isCopy?: boolean
}

/** What a clip is made of. */
export interface ClipSources {
  record: JournalRecord
  /** What was downloaded, if it is there. */
  file?: ClipFile | undefined
  /** The request, where it was kept or a sidecar has it. */
  request?: Recipe['request'] | undefined
  /** Leaves out what is of this machine alone. */
  isPublic: boolean
}

/** Puts together what is known of a submission. Pure. */
export function clipOf({record: known, file: found, request, isPublic}: ClipSources): Clip {
  const record = isPublic ? {...known, profile: undefined} : known
  const file = found && (isPublic ? {...found, folder: undefined} : found)
  const {id, task_id, kind, model, state, created_at, updated_at, units, units_charged, reason} = record
  const body = request && (withPaths(request, ({file}) => (isPublic ? basename(file) : file)) as JsonBody)
  const asked = askedFor(record, body)
  const shots = asked.settings.filter(({flag}) => flag === 'shot').map(({value}) => String(value))
  const prompt = typeof request?.prompt === 'string' && request.prompt !== '' ? request.prompt : record.prompt
  const phase = phaseOf(record, file)
  const isFree = record.region === sandboxRegion || phase === 'failed'
  const cost = isFree ? 0 : (units_charged ?? units)
  return {
    id,
    ...(task_id !== undefined && {task_id}),
    kind,
    ...(model !== undefined && {model}),
    prompt: prompt ?? shots.join('\n'),
    ...(!request && {isPartial: true}),
    phase,
    state,
    created_at,
    updated_at,
    region: record.region,
    ...(cost !== undefined && {units: String(cost)}),
    ...(reason !== undefined && {reason}),
    ...(file && {file}),
    ...(!file && record.downloaded !== undefined && {missing: basename(record.downloaded)}),
    settings: asked.settings,
    command: commandLine(kind, withSurroundings(asked, record)),
    next: nextOf(record, file),
  }
}

/** Whether a submission is something to look at: results of other kinds have no files. */
export function isClip(record: JournalRecord): boolean {
  return record.downloaded !== undefined || (kindInJournal(record)?.formats.length ?? 0) > 0
}

function askedFor({kind, model, prompt}: JournalRecord, request: JsonBody | undefined): Asked {
  return readRequest(kind, request ?? {prompt: prompt ?? '', ...(model !== undefined && {model_name: model})})
}

/** The flags that are not of the request: where it goes and where its result is put. */
function withSurroundings(asked: Asked, record: JournalRecord): Asked {
  const {region, profile} = record
  const more: [string, string | undefined][] = [
    // Even where it is that of the settings: the same command elsewhere would be another request, and might be paid for.
    ['region', region === 'custom' ? undefined : region],
    ['profile', profile],
    ['output', nextOutput(record)],
  ]
  const settings = more.flatMap(([flag, value]) => (value === undefined ? [] : [{flag, value}]))
  return {...asked, settings: [...asked.settings, ...settings]}
}

/** A folder may be the same: the names in it differ. */
function nextOutput({downloaded, output}: Pick<JournalRecord, 'downloaded' | 'output'>): string | undefined {
  if (output !== undefined && isFolder(output)) return outputName(output)
  const file = downloaded ?? output
  return file && nextName(basename(file))
}

/** An output without the folders that it is in. */
const outputName = (output: string): string => basename(output) + (isFolder(output) ? '/' : '')

/** `cat.mp4` → `cat-2.mp4` → `cat-3.mp4`: the file that is there shall stay. */
function nextName(name: string): string {
  const [, stem = '', number, extension = ''] = /^(.+?)(?:-(\d{1,3}))?(\.[^.]*)?$/.exec(name) ?? []
  return `${stem}-${Number(number ?? 1) + 1}${extension}`
}

function phaseOf(record: JournalRecord, file: ClipFile | undefined): ClipPhase {
  if (file) return 'ready'
  if (record.state === 'succeed') return 'remote'
  return isOpen(record) || isUnsettled(record) ? 'running' : 'failed'
}

function nextOf(record: JournalRecord, file: ClipFile | undefined): string | undefined {
  const {id, task_id, state, output, downloaded} = record
  if (file) return undefined
  if (isUnsettled(record)) return shellLine(['kling', 'task', 'resume', id])
  if (task_id === undefined) return undefined
  if (isOpen(record)) return shellLine(['kling', 'task', output ? 'resume' : 'wait', task_id])
  const target = downloaded ?? output ?? `${task_id}.mp4`
  return state === 'succeed'
    ? shellLine(['kling', 'video', 'download', task_id, '--output', outputName(target)])
    : undefined
}
