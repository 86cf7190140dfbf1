import {
  type ApiTask,
  type AudioLimits,
  type CreateRequest,
  type JsonBody,
  type KlingClient,
  KlingError,
  type Pages,
  type TaskResult,
  defineTaskKind,
  listTasks,
  msg,
  readPages,
  requireArgument,
  t,
} from 'kling-cli/plugin'

/** What `kling voice create` was asked for. */
export interface VoiceOptions {
  name: string | undefined
  /** File or URL of a recording. */
  audio: string | undefined
  /** Id of a video of the service that somebody speaks in. */
  videoId: string | undefined
}

/** A voice that was made. */
export interface MadeVoice {
  /** 64-bit number, as digits. */
  voice_id: string
  voice_name: string
  /** Address of a sample. */
  trial_url?: string | undefined
  /** By the API: `kling` for official ones, else an account. */
  owned_by?: string | undefined
}

/** A voice in a list. */
export interface Voice extends MadeVoice {
  /** The task that made it; official voices have none that can be asked for. */
  task_id?: string | undefined
}

/** A task that makes a voice, and the voice when it is made. */
export interface VoiceTask extends TaskResult, Partial<MadeVoice> {}

/** The fields of a voice that was made. */
export const voiceFields = ['voice_id', 'voice_name', 'trial_url', 'owned_by'] satisfies (keyof MadeVoice)[]

/** The user's own voices are tasks: they are made, queried and listed as such. */
export const voiceKind = defineTaskKind({
  name: 'voice',
  path: '/v1/general/custom-voices',
  endpoint: 'custom-voices',
  topic: 'voice',
})

/** Limits of a recording. Source: CustomVoiceCreateRequest, which names no size. */
export const recordingLimits = {
  formats: ['mp3', 'wav', 'mp4', 'mov'],
  minSeconds: 5,
  maxSeconds: 30,
} as const satisfies AudioLimits

/** Most characters of a name. Source: CustomVoiceCreateRequest. */
const maxName = 20

const example = 'kling voice create Narrator --audio narrator.wav'

function checkName(name: string | undefined): void {
  const given = requireArgument(name?.trim(), {code: 'missing_name', name: msg`name`, example})
  const length = [...given].length
  if (length <= maxName) return
  throw new KlingError('invalid_name', t`The name is too long: ${length} characters, maximum ${maxName}.`, {
    hint: t`Shorten it by ${length - maxName} characters.`,
  })
}

/** A voice from a recording or a video → `/v1/general/custom-voices`. */
export const voiceRequest: CreateRequest<VoiceOptions> = {
  kind: voiceKind,

  checkValues({name, audio, videoId}) {
    checkName(name)
    requireArgument(audio || videoId, {code: 'missing_audio', name: msg`--audio or --video-id`, example})
  },

  files({audio}) {
    return audio ? [{role: 'audio', input: audio, errorPrefix: 'audio', limits: recordingLimits}] : []
  },

  title({name}) {
    return name
  },

  body({name, audio, videoId}, files) {
    if (audio && videoId) {
      throw new KlingError('conflicting_source', t`--audio and --video-id cannot be used together.`, {
        hint: t`Use only one of them.`,
      })
    }
    const body: JsonBody = {voice_name: name?.trim()}
    if (audio) body.voice_url = files.get('audio')
    if (videoId) body.video_id = videoId
    return body
  },
}

/** Where the voices of each `--type` are listed. */
const kindsByType = {
  custom: voiceKind,
  official: {...voiceKind, path: '/v1/general/presets-voices'},
}

/** What `kling voice list --type` takes. */
export type VoiceType = keyof typeof kindsByType
export const voiceTypes = Object.keys(kindsByType) as VoiceType[]

interface ApiVoice {
  voice_id: string | number
  voice_name: string
  trial_url?: string
  owned_by?: string
  status?: string
}

function voicesOf({task_id, task_result}: ApiTask, type: VoiceType): Voice[] {
  const voices = (task_result?.voices ?? []) as ApiVoice[]
  return voices
    .filter(({status}) => status !== 'deleted')
    .map(({voice_id, voice_name, trial_url, owned_by}) => ({
      voice_id: String(voice_id),
      voice_name,
      trial_url,
      owned_by,
      task_id: type === 'custom' ? task_id : undefined,
    }))
}

/**
 * The voices of a page of the list, or of all. The service counts tasks: one that is under way or has failed takes its
 * place on the page, but is no voice.
 */
export async function listVoices(
  client: Pick<KlingClient, 'get'>,
  type: VoiceType,
  pages: Pages,
): Promise<Voice[]> {
  const kind = kindsByType[type]
  const tasks = await readPages(
    pages,
    page => listTasks(client, kind, page),
    ({task_id}) => task_id,
  )
  return tasks.flatMap(task => voicesOf(task, type))
}

/** Deletes a user's own voice. */
export async function deleteVoice(client: Pick<KlingClient, 'post'>, id: string): Promise<void> {
  await client.post('/v1/general/delete-voices', {voice_id: id})
}
