import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {makePrivateFolder} from 'kling-cli/plugin'
import {stateAt} from './clock.js'
import {Refusal, success} from './http/envelope.js'
import {signLink} from './http/signed-link.js'
import {pageOf} from './http/paging.js'
import type {Operation, Sandbox} from './operation.js'
import {nextIds} from './state/task-id.js'
import type {RequestBody, TaskRecord} from './state/task-record.js'
import {checkBody} from './validation/check-request.js'

/** Made-up voices that everybody has; the id of its task is the number before that of the voice. */
const officialVoices = [
  {taskId: '829836802793406650', id: '829836802793406651', name: 'Calm narrator'},
  {taskId: '829836802793406660', id: '829836802793406661', name: 'Bright storyteller'},
  {taskId: '829836802793406670', id: '829836802793406671', name: 'Old sailor'},
]

const sampleName = 'sample.mp3'
const sampleSeconds = 2

/** The task that made a user's own voice, or undefined while there is no such voice. */
async function findVoice({store, clock}: Sandbox, voiceId: string): Promise<TaskRecord | undefined> {
  const record = await store.findVideo(voiceId, ['custom-voices'])
  return record && stateAt(record, clock()).status === 'succeed' ? record : undefined
}

/** Makes the sample of an official voice, unless it is there from an earlier call. */
async function ensureSample({store}: Sandbox, {id, name}: (typeof officialVoices)[number]): Promise<void> {
  const folder = store.resultFolder(id)
  if (await stat(join(folder, sampleName)).catch(() => undefined)) return
  await store.prepare()
  await makePrivateFolder(folder)
  const {writeSound} = await import('./render/sound-files.js')
  await writeSound(name, sampleSeconds, {mp3: join(folder, sampleName), wav: join(folder, 'sample.wav')})
}

/** GET: a page of the official voices. */
export const listOfficialVoices: Operation = async (sandbox, {query, baseUrl}) => {
  const {page, size} = pageOf(query, 1000)
  const {keys, clock} = sandbox
  const wanted = officialVoices.slice((page - 1) * size, page * size)
  await Promise.all(wanted.map(voice => ensureSample(sandbox, voice)))
  const link = {secret: keys.linkSecret, createdAt: clock()}
  return success(
    wanted.map(({taskId, id, name}) => ({
      task_id: taskId,
      task_status: 'succeed',
      task_info: {},
      created_at: 0,
      updated_at: 0,
      task_result: {
        voices: [
          {
            voice_id: id,
            voice_name: name,
            trial_url: signLink(baseUrl, `/files/${id}/${sampleName}`, link),
            owned_by: 'kling',
          },
        ],
      },
    })),
  )
}

/** POST: deletes a user's own voice. */
export const deleteVoice: Operation = async (sandbox, {body}) => {
  const {api, store, clock} = sandbox
  const {voice_id: id} = checkBody(api, 'deleteVoice', await body()) as {voice_id: string}
  if (officialVoices.some(voice => voice.id === id)) {
    throw new Refusal(1201, 'voice_id: only custom voices can be deleted')
  }
  const taskId = await store.alone(async () => {
    const record = await findVoice(sandbox, id)
    if (!record) throw new Refusal(1201, `Voice not found by voice_id: ${id}`)
    await store.retire(record)
    return (await nextIds(store.folder, clock()))[0]
  })
  return success({task_id: taskId, task_status: 'succeed'})
}

/**
 * Checks that the voices that a request names are there.
 *
 * @throws Refusal 1201
 */
export async function checkVoices(sandbox: Sandbox, body: RequestBody): Promise<void> {
  const list = (body.voice_list ?? []) as {voice_id: string}[]
  for (const [index, {voice_id: id}] of list.entries()) {
    if (officialVoices.some(voice => voice.id === id) || (await findVoice(sandbox, id))) continue
    throw new Refusal(1201, `voice_list[${index}].voice_id: Voice id not found: ${id}`)
  }
}
