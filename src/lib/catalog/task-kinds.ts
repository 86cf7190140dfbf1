import type {ErrorCode} from '../errors/codes.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'

/** A kind of task: where it is created, queried and listed, and what its result holds. */
export interface TaskKind {
  /** The word for it: in the journal, and in `--type` for kinds of the program itself. */
  name: string
  /** Path of the API: POST creates, GET lists, GET with `/{id}` queries. */
  path: string
  /** Name of the endpoint in the catalogue of models and prices. */
  endpoint: string
  /** File formats of its results, the first one being the default; empty when there is nothing to download. */
  formats: readonly ResultFormat[]
  /** Topic whose `status` command shows such a task: `kling TOPIC status ID`. */
  topic: string
}

export type ResultFormat = 'video' | 'mp3' | 'wav'

const kind = <Name extends string>(
  name: Name,
  path: string,
  endpoint: string,
  formats: readonly ResultFormat[] = ['video'],
): TaskKind & {name: Name} => ({
  name,
  path,
  endpoint,
  formats,
  topic: 'video',
})

/** The kinds of video tasks, in the order in which they are tried for an unknown id. */
export const taskKinds = [
  kind('create', '/v1/videos/omni-video', 'omni-video'),
  kind('text2video', '/v1/videos/text2video', 'text2video'),
  kind('image2video', '/v1/videos/image2video', 'image2video'),
  kind('motion-control', '/v1/videos/motion-control', 'motion-control'),
  kind('avatar', '/v1/videos/avatar/image2video', 'avatar'),
  kind('extend', '/v1/videos/video-extend', 'video-extend'),
  kind('add-sound', '/v1/audio/video-to-audio', 'video-to-audio', ['video', 'mp3', 'wav']),
]

/** The words that `--type` takes. */
export const taskKindNames: readonly TaskKindName[] = taskKinds.map(({name}) => name)
export type TaskKindName = (typeof taskKinds)[number]['name']

/** The kind of a name. @throws KlingError `invalid_type` */
export function taskKindOf(name: string): TaskKind {
  const found = taskKinds.find(candidate => candidate.name === name)
  if (found) return found
  const code: ErrorCode = 'invalid_type'
  throw new KlingError(code, t`Unknown task type: ${name}${didYouMean(name, taskKindNames)}.`, {
    hint: t`Task types: ${taskKindNames.join(t`, `)}.`,
  })
}

/** Paths that a kind of a plugin may have. They are read back from the journal, which anybody may have written to. */
const pathOfTasks = /^\/v1(?:\/[a-z0-9-]+)+$/

/**
 * A kind of task that a plugin brings. The journal notes its path with each task, so that `kling task wait` and
 * `kling task resume` can ask for it without the plugin.
 *
 * @param kind `name`: the word for it in the journal; `path`: below `/v1/`, of small letters, digits and hyphens;
 *   `endpoint`: its name in the table of prices, the name itself when left out; `topic`: the plugin's topic;
 *   `formats`: none when left out
 * @throws Error for a path that the journal would not take back
 */
export function defineTaskKind(
  kind: Pick<TaskKind, 'name' | 'path' | 'topic'> & Partial<TaskKind>,
): TaskKind {
  if (!pathOfTasks.test(kind.path)) throw new Error(`not a task path: ${kind.path}`)
  return {endpoint: kind.name, formats: [], ...kind}
}

/** Kinds that the journal alone tells of, by their paths: one object for all tasks of a kind. */
const kindsByPath = new Map<string, TaskKind>()

/** The kind of a task in the journal: one of the program, else that of a plugin by the path that was noted. */
export function kindInJournal({
  kind: name,
  path,
}: {
  kind: string
  path?: string | undefined
}): TaskKind | undefined {
  const known = taskKinds.find(kind => kind.name === name && (path === undefined || kind.path === path))
  if (known || typeof path !== 'string' || !pathOfTasks.test(path)) return known
  const kind = kindsByPath.get(path) ?? defineTaskKind({name, path, topic: 'video'})
  kindsByPath.set(path, kind)
  return kind
}

/**
 * The kind of a task in the journal, for those who have to ask for it.
 * @throws KlingError `config_error` when the journal does not tell
 */
export function requireKind(record: {kind: string; path?: string | undefined; id?: string}): TaskKind {
  const kind = kindInJournal(record)
  if (kind) return kind
  throw new KlingError(
    'config_error',
    t`The journal does not say where ${record.id ?? t`this task`} can be queried: its type is ${record.kind}.`,
    {
      hint: t`Update kling or the plugin that created it, or remove it from the lists with: kling task forget ID`,
    },
  )
}
