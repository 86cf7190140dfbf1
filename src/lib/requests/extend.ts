import type {JsonBody} from '../http/streaming-body.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg} from '../i18n/translate.js'
import {taskKindOf} from '../catalog/task-kinds.js'
import type {CreateRequest} from './request.js'
import {checkCfgScale, checkPrompt} from './values.js'

/** What `kling video extend` was asked for. */
export interface ExtendOptions {
  videoId?: string | undefined
  prompt?: string | undefined
  negative?: string | undefined
  /** 0–1, as text. */
  cfgScale: string
  cfgScaleIsGiven?: boolean | undefined
  watermark?: boolean | undefined
  unchecked?: boolean | undefined
}

const kind = taskKindOf('extend')

/** 4 to 5 more seconds for a video → `/v1/videos/video-extend`. */
export const extend: CreateRequest<ExtendOptions> = {
  kind,

  checkValues(options) {
    requireArgument(options.videoId, {
      code: 'missing_video_id',
      name: msg`video ID`,
      hint: msg`It is the video_id that \`kling video status TASK\` shows.`,
    })
    const {unchecked} = options
    checkPrompt(options.prompt, {optional: true, unchecked})
    checkPrompt(options.negative, {optional: true, flag: 'negative', unchecked})
    checkCfgScale(options.cfgScale)
  },

  files: () => [],

  body(options) {
    const body: JsonBody = {video_id: options.videoId}
    if (options.prompt) body.prompt = options.prompt
    if (options.negative) body.negative_prompt = options.negative
    // The source's model decides whether it is allowed, and only the service knows that model.
    if (options.cfgScaleIsGiven) body.cfg_scale = Number(options.cfgScale)
    if (options.watermark) body.watermark_info = {enabled: true}
    return body
  },
}
