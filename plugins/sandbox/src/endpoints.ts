import {type CameraControl, type Clip, cameraMove} from './clip.js'
import type {RequestBody, Source} from './state/task-record.js'

/** A video of this state folder that another task is made from. */
export type SourceVideo = Source & {clip: Clip}

/** A kind of task: its path, how its request is checked, and what is rendered for it. */
export interface Endpoint {
  /** Names the kind in the state folder and in the table of models. */
  kind: string
  path: string
  /** The operation that creates such a task, as the API description calls it. */
  operationId: string
  /** Rules of the description that no schema can hold; each is a row of validation/rules.ts. */
  rules: string[]
  /** What counts when the field is left out. */
  defaults: {model: string; mode: string; duration: string}
  /** Kinds of tasks whose videos it takes by `video_id`. */
  sources?: string[]
  /** Says why such a video does not fit, or nothing. */
  misfit?: (source: SourceVideo, body: RequestBody) => string | undefined
  /** `sound`: its result is a video by URL with a new sound, and that sound; `voice`: a sample of a voice. */
  makes?: 'sound' | 'voice'
  /** Most tasks of a page of its list; 500 when left out. */
  pageSize?: number
  /** What to render for a checked request. */
  clip: (body: RequestBody, source?: Source) => Clip
}

/** One shot of a request with several. */
export interface Shot {
  index: number
  prompt: string
  duration: string
}

interface VideoBody {
  model_name?: string
  mode?: Clip['mode']
  prompt?: string
  duration?: string
  aspect_ratio?: Clip['ratio']
  sound?: string
  multi_shot?: boolean
  shot_type?: string
  multi_prompt?: Shot[]
}

interface OmniBody extends VideoBody {
  image_list?: {image_url: string; type?: 'first_frame' | 'end_frame'}[]
  video_list?: {video_url: string; refer_type?: 'feature' | 'base'}[]
}

interface TextBody extends VideoBody {
  camera_control?: CameraControl
}

interface ImageBody extends TextBody {
  image?: string
  image_tail?: string
  voice_list?: unknown[]
}

/** The prompts that count: with customized shots those of the shots, else the one of the request. */
export function promptsOf(body: RequestBody): string[] {
  const {multi_shot: several, shot_type: type, multi_prompt: shots, prompt} = body as VideoBody
  if (several && type === 'customize') return (shots ?? []).map(shot => shot.prompt)
  return prompt ? [prompt] : []
}

/** The fields that all video requests have in common. */
function commonClip(body: VideoBody, {model, mode, duration}: Endpoint['defaults']) {
  const {multi_shot: several, shot_type: type, multi_prompt: shots} = body
  return {
    model: body.model_name ?? model,
    mode: body.mode ?? (mode as Clip['mode']),
    ratio: body.aspect_ratio,
    seconds: Number(body.duration ?? duration),
    prompt: promptsOf(body as RequestBody).join('\n'),
    shots:
      several && type === 'customize' && shots
        ? shots.map(shot => ({prompt: shot.prompt, seconds: Number(shot.duration)}))
        : undefined,
    sound: body.sound === 'on',
  }
}

const omniDefaults = {model: 'kling-video-o1', mode: 'pro', duration: '5'}
const textDefaults = {model: 'kling-v1', mode: 'std', duration: '5'}
/** The motion video is not fetched, so this length stands for its. */
const motionDefaults = {model: 'kling-v2-6', mode: 'std', duration: '5'}
/** An extension has the model and mode of its source. */
const extendDefaults = {model: 'as its source', mode: 'std', duration: '5'}
const avatarDefaults = {model: 'avatar', mode: 'std', duration: '5'}
const soundDefaults = {model: 'video-to-audio', mode: 'std', duration: '5'}

const voiceDefaults = {model: 'custom voice', mode: 'std', duration: '5'}

/** What one call adds to a video, in seconds. Source: `extend.step`. */
const extensionSeconds = 5
/** Longest video that an extension may make, in seconds. Source: `extend.max-length`. */
const longestVideo = 180

/** Says that the length of a video is out of bounds, in seconds, or nothing. */
const lengthProblem = ({seconds}: Source, min: number, max: number) =>
  seconds >= min && seconds <= max
    ? undefined
    : `video_id: the video lasts ${seconds} s, it must last ${min} to ${max} s`

/** Every endpoint that makes tasks. A new one is a row here and an operation in the build of the validators. */
export const endpoints: Endpoint[] = [
  {
    kind: 'omni-video',
    path: '/v1/videos/omni-video',
    operationId: 'createOmniVideo',
    rules: ['omni.placeholders', 'omni.shots-sum'],
    defaults: omniDefaults,
    clip(body) {
      const {image_list: images = [], video_list: videos = [], ...rest} = body as OmniBody
      const imageOf = (type?: string) => images.find(image => image.type === type)?.image_url
      // A base video would give the length; it is not fetched, so the default length stands for it.
      return {
        ...commonClip(rest, omniDefaults),
        firstFrame: imageOf('first_frame'),
        lastFrame: imageOf('end_frame'),
        references: images.filter(image => !image.type).map(image => image.image_url),
        videoInput: videos[0] && (videos[0].refer_type ?? 'base'),
      }
    },
  },
  {
    kind: 'text2video',
    path: '/v1/videos/text2video',
    operationId: 'createText2Video',
    rules: ['t2v.shots-sum'],
    defaults: textDefaults,
    clip(body) {
      const {camera_control: camera, ...rest} = body as TextBody
      return {
        ...commonClip({aspect_ratio: '16:9', ...rest}, textDefaults),
        references: [],
        camera: camera && cameraMove(camera),
      }
    },
  },
  {
    kind: 'image2video',
    path: '/v1/videos/image2video',
    operationId: 'createImage2Video',
    rules: ['i2v.voice-placeholders', 'i2v.shots-sum'],
    defaults: textDefaults,
    clip(body) {
      const {camera_control: camera, image, image_tail: tail, voice_list: voices, ...rest} = body as ImageBody
      return {
        ...commonClip(rest, textDefaults),
        references: [],
        firstFrame: image,
        lastFrame: tail,
        voices: (voices ?? []).length > 0,
        camera: camera && cameraMove(camera),
      }
    },
  },
  {
    kind: 'motion-control',
    path: '/v1/videos/motion-control',
    operationId: 'createMotionControl',
    rules: [],
    defaults: motionDefaults,
    clip(body) {
      return {
        ...commonClip(body, motionDefaults),
        references: [],
        firstFrame: body.image_url as string,
        origin: 'motion control',
      }
    },
  },
  {
    kind: 'avatar',
    path: '/v1/videos/avatar/image2video',
    operationId: 'createAvatar',
    rules: [],
    defaults: avatarDefaults,
    clip(body, source) {
      const speech = body.sound_file as string | undefined
      return {
        ...commonClip(body, avatarDefaults),
        // Speech that is named by an id is not here: a sound of its own stands for it.
        ...(source ? {seconds: source.seconds} : {}),
        references: [],
        firstFrame: body.image as string,
        origin: 'avatar',
        speech: speech || undefined,
        sound: true,
      }
    },
  },
  {
    kind: 'video-extend',
    path: '/v1/videos/video-extend',
    operationId: 'createVideoExtend',
    rules: [],
    defaults: extendDefaults,
    sources: ['text2video', 'image2video', 'video-extend'],
    misfit({clip, seconds}, {cfg_scale: scale, negative_prompt: negative}) {
      if (seconds + extensionSeconds > longestVideo)
        return `video_id: the result would be longer than ${longestVideo} s`
      if (clip.model === 'kling-v1' && (scale !== undefined || Boolean(negative)))
        return 'cfg_scale and negative_prompt are not supported for a video of kling-v1'
      return undefined
    },
    clip(body, source) {
      const parent = source?.clip ?? {...commonClip({}, textDefaults), references: []}
      const seconds = (source?.seconds ?? 0) + extensionSeconds
      const added = {prompt: (body.prompt as string | undefined) ?? '', seconds: extensionSeconds}
      const before = parent.shots ?? [{prompt: parent.prompt, seconds: source?.seconds ?? 0}]
      return {
        ...parent,
        seconds,
        prompt: [parent.prompt, added.prompt].filter(text => text !== '').join('\n'),
        shots: added.prompt === '' ? undefined : [...before, added],
        origin: 'extended',
      }
    },
  },
  {
    kind: 'video-to-audio',
    path: '/v1/audio/video-to-audio',
    operationId: 'createVideoToAudio',
    rules: [],
    defaults: soundDefaults,
    sources: ['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar', 'video-extend'],
    makes: 'sound',
    // Source: VideoToAudioCreateRequest.
    misfit: source => lengthProblem(source, 3, 20),
    clip(body, source) {
      const {sound_effect_prompt: effects = '', bgm_prompt: music = ''} = body as Record<string, string>
      return {
        ...commonClip({aspect_ratio: '16:9'}, soundDefaults),
        seconds: source?.seconds ?? Number(soundDefaults.duration),
        prompt: [effects, music].filter(text => text !== '').join('\n'),
        references: [],
        origin: 'sound for a video',
        sound: true,
      }
    },
  },
  {
    kind: 'custom-voices',
    path: '/v1/general/custom-voices',
    operationId: 'createCustomVoice',
    rules: [],
    defaults: voiceDefaults,
    sources: ['text2video', 'image2video', 'avatar'],
    makes: 'voice',
    pageSize: 1000,
    misfit(source) {
      const {origin, model, sound} = source.clip
      if (origin === 'avatar' || (model === 'kling-v2-6' && sound)) return lengthProblem(source, 5, 30)
      return 'video_id: the video must be of kling-v2-6 with sound on, or an avatar'
    },
    clip(body, source) {
      return {
        ...commonClip({prompt: body.voice_name as string}, voiceDefaults),
        seconds: source?.seconds ?? Number(voiceDefaults.duration),
        references: [],
        speech: (body.voice_url as string | undefined) || undefined,
        sound: true,
      }
    },
  },
]

/** The endpoint of a kind of task; undefined for a kind of a later version. */
export function endpointOf(kind: string): Endpoint | undefined {
  return endpoints.find(endpoint => endpoint.kind === kind)
}
