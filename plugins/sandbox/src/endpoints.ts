import {type CameraControl, type Clip, cameraMove} from './clip.js'
import {type RequestBody} from './state/task-record.js'

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
  /** What to render for a checked request. */
  clip: (body: RequestBody) => Clip
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

/** The prompts that count: with customized shots those of the shots, else the one of the request. */
export function promptsOf(body: RequestBody): string[] {
  const {multi_shot: several, shot_type: type, multi_prompt: shots, prompt} = body as VideoBody
  if (several && type === 'customize') return (shots ?? []).map(shot => shot.prompt)
  return prompt ? [prompt] : []
}

/** The fields that all video requests have in common. */
function commonClip(body: VideoBody, {model, mode, duration}: Endpoint['defaults']) {
  return {
    model: body.model_name ?? model,
    mode: body.mode ?? (mode as Clip['mode']),
    ratio: body.aspect_ratio,
    seconds: Number(body.duration ?? duration),
    prompt: promptsOf(body as RequestBody).join('\n'),
    sound: body.sound === 'on',
  }
}

const omniDefaults = {model: 'kling-video-o1', mode: 'pro', duration: '5'}
const textDefaults = {model: 'kling-v1', mode: 'std', duration: '5'}

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
]

/** The endpoint of a kind of task; undefined for a kind of a later version. */
export function endpointOf(kind: string): Endpoint | undefined {
  return endpoints.find(endpoint => endpoint.kind === kind)
}
