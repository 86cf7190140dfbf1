import {type Delay, delay} from '../http/backoff.js'
import type {GetOptions, KlingClient, Reply} from '../api/client.js'
import {KlingError, isKlingError} from '../errors/kling-error.js'
import type {Journal} from '../journal/journal.js'
import {t} from '../i18n/translate.js'
import {type TaskKind, kindInJournal, taskKindOf, taskKinds} from '../catalog/task-kinds.js'
import type {ApiTask} from './task.js'
import {readListedTask, readTask} from './read-task.js'

export interface QueryOptions {
  client: Pick<KlingClient, 'get' | 'baseUrl'>
  journal: Pick<Journal, 'find' | 'append'>
  /** Task id or external id. */
  id: string
  /** The word of `--type`, when it was given. */
  type?: string | undefined
}

/** The task in an answer, its id as text. @throws KlingError `server_error` when there is none */
export function taskIn({data, requestId}: Reply<unknown>): ApiTask {
  const task = readTask(data)
  if (task) return task
  const {task_id: id} = (data ?? {}) as {task_id?: unknown}
  throw id === undefined ? noTask(requestId) : badTaskId(id, requestId)
}

function badTaskId(id: unknown, requestId: string | undefined): KlingError {
  const shown = JSON.stringify(id)?.slice(0, 40) ?? typeof id
  return new KlingError('server_error', t`Bad response from the API: ${shown} is not a task ID.`, {
    request_id: requestId,
    hint: t`Try again later. See what was sent with: kling task list`,
    retryable: true,
  })
}

function noTask(requestId: string | undefined): KlingError {
  return new KlingError('server_error', t`The response of the API contains no task.`, {
    request_id: requestId,
    hint: t`Try again later. See what was sent with: kling task list`,
    retryable: true,
  })
}

/** One task of a known kind. @throws KlingError `task_not_found` and the errors of a read */
export async function getTask(
  client: Pick<KlingClient, 'get'>,
  kind: TaskKind,
  id: string,
  options: Pick<GetOptions, 'tries' | 'limitMs'> = {},
): Promise<ApiTask> {
  const reply = await client.get<unknown>(`${kind.path}/${encodeURIComponent(id)}`, options)
  const task = taskIn(reply)
  if (!isAbout(task, id)) throw anotherTask(id, task, reply.requestId)
  return task
}

/** Whether an answer is about the task that was asked for, by the service's id or by one of one's own. */
function isAbout({task_id, task_info}: ApiTask, id: string): boolean {
  if (task_id === id) return true
  const own = task_info?.external_task_id
  return own ? own === id : !/^\d+$/.test(id)
}

/** How a task is looked for. */
interface LookUpOptions {
  delay?: Delay | undefined
  signal?: AbortSignal | undefined
  /** Pauses between the looks in ms; a second when left out. */
  pauses?: readonly number[]
}

/** Times that a host is asked about a task that may be there, even where it was not reached yet. */
const lookUpTries = 8

/** The task of an external id, or undefined when the service knows none; asked again, since reads may lag. */
export async function findByExternalId(
  client: Pick<KlingClient, 'get'>,
  kind: TaskKind,
  externalId: string,
  {delay: wait = delay, signal, pauses = [1000]}: LookUpOptions = {},
): Promise<Reply<ApiTask> | undefined> {
  for (const pause of [...pauses, undefined]) {
    try {
      const path = `${kind.path}/${encodeURIComponent(externalId)}`
      const reply = await client.get<unknown>(path, {tries: lookUpTries})
      const task = taskIn(reply)
      if (!isOf(task, externalId)) throw anotherTask(externalId, task, reply.requestId)
      return {...reply, data: task}
    } catch (error) {
      if (!isKlingError(error) || error.code !== 'task_not_found') throw error
      if (pause !== undefined) await wait(pause, signal)
    }
  }
  return undefined
}

/** Whether a task is the one that was submitted with an external id; without its own word the question decides. */
function isOf({task_id: id, task_info: info}: ApiTask, externalId: string): boolean {
  const own = info?.external_task_id
  return own ? own === externalId : id !== externalId
}

function anotherTask(externalId: string, task: ApiTask, requestId: string | undefined): KlingError {
  const own = task.task_info?.external_task_id ?? task.task_id
  return new KlingError(
    'server_error',
    t`Bad response from the API: asked for the task ${externalId}, it returned the task ${own}.`,
    {
      request_id: requestId,
      hint: t`Try again later. See what was sent with: kling task list`,
      retryable: true,
    },
  )
}

/** Kinds that an unknown id may be of: an endpoint that is gone answers in many ways, which all mean no. */
const notHere = new Set(['task_not_found', 'invalid_request', 'permission_denied'])

/**
 * Finds a task and its kind: by `--type`, else by the journal, else by trying the kinds once; what that finds
 * is remembered.
 * @throws KlingError `invalid_type`, `task_not_found`; `permission_denied` where a kind may not be asked for
 */
export async function findTask({
  client,
  journal,
  id,
  type,
}: QueryOptions): Promise<{kind: TaskKind; task: ApiTask}> {
  if (type !== undefined) {
    const kind = taskKindOf(type)
    return {kind, task: await getTask(client, kind, id)}
  }
  const known = await journal.find(id)
  const knownKind = known && kindInJournal(known)
  if (knownKind) return {kind: knownKind, task: await getTask(client, knownKind, id)}
  let refusal: KlingError | undefined
  let requestId: string | undefined
  for (const kind of taskKinds) {
    try {
      const task = await getTask(client, kind, id)
      // Only a help for the next time.
      await journal
        .append({event: 'seen', task_id: id, kind: kind.name, base_url: client.baseUrl})
        .catch(() => {})
      return {kind, task}
    } catch (error) {
      if (!isKlingError(error) || !notHere.has(error.code)) throw error
      if (error.code === 'permission_denied') refusal ??= error
      requestId = error.fields.request_id ?? requestId
    }
  }
  // Where not all could be asked, nobody knows that there is no such task.
  if (refusal) throw refusal.with({task_id: id})
  throw new KlingError('task_not_found', t`Task not found: ${id}.`, {
    task_id: id,
    request_id: requestId,
    hint: t`Check the ID and the region (--region cn, global or sandbox); tasks of one region are not visible in another.`,
  })
}

/** Which page of a list. */
export interface ListOptions extends Pick<GetOptions, 'tries' | 'limitMs'> {
  /** Tasks on a page, 1 to 500. */
  limit: number
  /** Number of the page, from 1. */
  page: number
}

/**
 * One page of the tasks of a kind, newest first.
 * @throws KlingError `server_error` for an answer without a list, and the errors of a read
 */
export async function listTasks(
  client: Pick<KlingClient, 'get'>,
  kind: TaskKind,
  {limit, page, ...options}: ListOptions,
): Promise<ApiTask[]> {
  const {data, requestId} = await client.get<unknown>(`${kind.path}?pageNum=${page}&pageSize=${limit}`, {
    purpose: 'list',
    ...options,
  })
  const tasks = data ?? []
  // An entry that is no task costs itself alone.
  if (Array.isArray(tasks)) return tasks.flatMap(task => readListedTask(task) ?? [])
  throw noTask(requestId)
}
