import type {JsonBody} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import type {CreateRequest} from './request.js'
import {checkVideoUrl} from './values.js'

/** What `kling video add-sound` was asked for. */
export interface AddSoundOptions {
  videoId?: string | undefined
  url?: string | undefined
  sound?: string | undefined
  bgm?: string | undefined
  asmr?: boolean | undefined
}

const kind = taskKindOf('add-sound')

/** Most characters of a sound's description. Source: VideoToAudioCreateRequest. */
const maxCharacters = 200

function checkDescription(flag: string, text: string | undefined): void {
  const length = [...(text ?? '')].length
  if (length <= maxCharacters) return
  throw new KlingError(
    'invalid_prompt',
    t`--${flag} is too long: ${length} characters, maximum ${maxCharacters}.`,
  )
}

/** Sound effects and music for a video → `/v1/audio/video-to-audio`. */
export const addSound: CreateRequest<AddSoundOptions> = {
  kind,

  checkValues({videoId, url, sound, bgm}) {
    checkDescription('sound', sound)
    checkDescription('bgm', bgm)
    requireArgument(videoId || url, {
      code: 'missing_video_id',
      name: msg`video ID or --url`,
      hint: msg`The ID is the video_id that \`kling video status TASK\` shows.`,
    })
    if (url) checkVideoUrl('url', url)
  },

  files: () => [],

  body({videoId, url, sound, bgm, asmr}) {
    if (videoId && url) {
      throw new KlingError('conflicting_video_flags', t`A video ID and --url cannot be used together.`, {
        hint: t`Use only one of them.`,
      })
    }
    const body: JsonBody = videoId ? {video_id: videoId} : {video_url: url}
    if (sound) body.sound_effect_prompt = sound
    if (bgm) body.bgm_prompt = bgm
    if (asmr) body.asmr_mode = true
    return body
  },
}
