import {paceOf, stateAt} from './clock.js'
import {checkElements} from './elements.js'
import type {Operation, Sandbox} from './operation.js'
import {pageOf} from './http/paging.js'
import {type Endpoint, endpointOf} from './endpoints.js'
import {Refusal, success} from './http/envelope.js'
import {unitsOf} from './prices.js'
import type {RequestBody, Source, TaskRecord} from './state/task-record.js'
import {taskHead, taskView} from './task-view.js'
import {checkRequest, scriptedFailure} from './validation/check-request.js'
import {masksProblem} from './validation/masks.js'
import {type KeptFile, keepFiles} from './validation/request-files.js'
import {checkVoices} from './voices.js'

const filled = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * What a request is made from besides its own files: a video of this state folder, or the length of its speech.
 *
 * @throws Refusal 1201 when there is no such video, or it does not fit.
 */
async function sourceOf(
  {store, clock}: Sandbox,
  endpoint: Endpoint,
  body: RequestBody,
  files: KeptFile[],
): Promise<Source | undefined> {
  const speech = files.find(({seconds}) => seconds !== undefined)
  if (speech) return {seconds: speech.seconds!}
  const videoId = filled(body.video_id)
  if (!endpoint.sources || videoId === undefined) return undefined
  const parent = await store.findVideo(videoId, endpoint.sources)
  const outcome = parent && stateAt(parent, clock()).status === 'succeed' ? parent.outcome : undefined
  if (!parent || outcome?.status !== 'succeed')
    throw new Refusal(1201, `Video not found by video_id: ${videoId}`)
  const clip = endpointOf(parent.kind)!.clip(parent.body, parent.source)
  const source = {taskId: parent.id, videoId, seconds: outcome.seconds, clip}
  const misfit = endpoint.misfit?.(source, body)
  if (misfit) throw new Refusal(1201, misfit)
  return source
}

/** POST: checks a request and makes a task of it. */
export function createTask(endpoint: Endpoint): Operation {
  return async (sandbox, {body, baseUrl}) => {
    const {api, store, slots, speed, clock} = sandbox
    const request = checkRequest(api, endpoint, await body())
    const failure = scriptedFailure(api, request)
    await checkElements(store, request)
    await checkVoices(sandbox, request)
    const files = await keepFiles(request, api.requests[endpoint.operationId]!.media, (bytes, extension) =>
      store.keepInput(bytes, extension),
    )
    const misfit = masksProblem(files)
    if (misfit) throw new Refusal(1201, misfit)
    const now = clock()
    const source = await sourceOf(sandbox, endpoint, request, files)
    const externalId = filled(request.external_task_id)
    const draft = {
      kind: endpoint.kind,
      createdAt: now,
      ...paceOf(speed),
      body: request,
      source,
      externalId,
      callbackUrl: filled(request.callback_url),
      watermark: (request.watermark_info as {enabled: boolean} | undefined)?.enabled,
      units: unitsOf(api, endpoint, endpoint.clip(request, source)),
      scriptedFailure: failure,
      baseUrl,
    }
    const result = await store.submit(draft, {slots, now})
    if ('record' in result) {
      await sandbox.ensureRenderer()
      return success(taskHead(result.record, stateAt(result.record, now)))
    }
    if (result.refused === 'busy') throw new Refusal(1303, 'parallel task over resource pack limit')
    throw new Refusal(1201, `External_task_id ${externalId} already exists`)
  }
}

function viewOf(sandbox: Sandbox, record: TaskRecord, baseUrl: string) {
  const links = {baseUrl, linkSecret: sandbox.keys.linkSecret}
  return taskView(record, stateAt(record, sandbox.clock()), links)
}

/** GET: one task, by its id or its external id. */
export function queryTask({kind}: Endpoint): Operation {
  return async (sandbox, {id, baseUrl}) => {
    const record = await sandbox.store.find(kind, id)
    if (!record) throw new Refusal(1201, `Task not found by id/external id: ${id}`)
    await sandbox.ensureRenderer()
    return success(viewOf(sandbox, record, baseUrl))
  }
}

/** GET: a page of a kind's tasks, newest first. */
export function listTasks({kind, pageSize}: Endpoint): Operation {
  return async (sandbox, {query, baseUrl}) => {
    const records = await sandbox.store.list(kind, pageOf(query, pageSize))
    await sandbox.ensureRenderer()
    return success(records.map(record => viewOf(sandbox, record, baseUrl)))
  }
}

const packName = 'Sandbox video pack'
const packUnits = 10_000
const yearMs = 365 * 24 * 3600 * 1000

/** GET: one resource pack, from which the units of every video that was made are taken. */
export const accountCosts: Operation = async ({store, clock}, {query}) => {
  for (const name of ['start_time', 'end_time']) {
    if (!/^\d+$/.test(query.get(name) ?? ''))
      throw new Refusal(1201, `${name} must be a time in Unix milliseconds`)
  }
  const now = clock()
  let used = 0
  let first = now
  for await (const task of store.all()) {
    first = Math.min(first, task.createdAt)
    if (stateAt(task, now).status === 'succeed') used += Number(task.units ?? 0)
  }
  const pack = {
    resource_pack_name: packName,
    resource_pack_id: 'sandbox',
    resource_pack_type: 'decreasing_total',
    total_quantity: packUnits,
    remaining_quantity: Number(Math.max(0, packUnits - used).toFixed(3)),
    purchase_time: first,
    effective_time: first,
    invalid_time: first + yearMs,
    status: used < packUnits ? 'online' : 'runOut',
  }
  const wanted = query.get('resource_pack_name') ?? packName
  return success({code: 0, msg: 'SUCCESS', resource_pack_subscribe_infos: wanted === packName ? [pack] : []})
}
