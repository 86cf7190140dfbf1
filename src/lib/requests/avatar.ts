import type {FileUse} from '../media/types.js'
import type {JsonBody} from '../http/streaming-body.js'
import {modelsOf} from '../catalog/models.js'
import {KlingError} from '../errors/kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import type {CreateRequest} from './request.js'
import {checkMode, checkPrompt} from './values.js'

/** What `kling video create-avatar` was asked for. */
export interface AvatarOptions {
  prompt?: string | undefined
  image?: string | undefined
  /** File or URL of the speech. */
  audio?: string | undefined
  /** Id of speech that the service made. */
  audioId?: string | undefined
  mode: string
  watermark?: boolean | undefined
  unchecked?: boolean | undefined
}

const kind = taskKindOf('avatar')

const example = 'kling video create-avatar --image person.png --audio speech.mp3'

/** A picture that speaks → `/v1/videos/avatar/image2video`. */
export const avatar: CreateRequest<AvatarOptions> = {
  kind,
  lengthFrom: 'audio',

  checkValues(options) {
    checkPrompt(options.prompt, {optional: true, unchecked: options.unchecked})
    if (!options.unchecked) {
      const modes = modelsOf(kind.endpoint).flatMap(entry => entry.modes ?? [])
      checkMode(options.mode, modes, {hasModels: false})
    }
    requireArgument(options.image, {code: 'missing_image', name: '--image', example})
    requireArgument(options.audio ?? options.audioId, {
      code: 'missing_audio',
      name: msg`--audio or --audio-id`,
      example,
    })
  },

  files({image, audio}) {
    const uses: FileUse[] = []
    if (image !== undefined) uses.push({role: 'image', input: image, errorPrefix: 'image'})
    if (audio !== undefined) uses.push({role: 'audio', input: audio, errorPrefix: 'audio'})
    return uses
  },

  body(options, files) {
    if (options.audio !== undefined && options.audioId !== undefined) {
      throw new KlingError('conflicting_audio', t`--audio and --audio-id cannot be used together.`, {
        hint: t`Use only one of them.`,
      })
    }
    const body: JsonBody = {image: files.get('image')}
    if (options.audio !== undefined) body.sound_file = files.get('audio')
    if (options.audioId !== undefined) body.audio_id = options.audioId
    if (options.prompt) body.prompt = options.prompt
    body.mode = options.mode
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}
