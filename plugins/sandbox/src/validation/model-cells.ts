import type {ModelFacts} from '../api.js'
import type {Endpoint} from '../endpoints.js'
import type {RequestBody} from '../state/task-record.js'

/** When a request makes use of an ability that the table of models knows. */
const uses: Record<string, (body: RequestBody) => boolean> = {
  camera_control: body => body.camera_control !== undefined,
  cfg_scale: body => body.cfg_scale !== undefined,
  multi_shot: body => body.multi_shot === true,
  negative_prompt: body => Boolean(body.negative_prompt),
  sound: body => body.sound === 'on',
  voice: body => Array.isArray(body.voice_list) && body.voice_list.length > 0,
  elements: body => Array.isArray(body.element_list) && body.element_list.length > 0,
  end_frame: body => body.image !== undefined && body.image_tail !== undefined,
  motion_brush: body => body.static_mask !== undefined || body.dynamic_masks !== undefined,
}

/**
 * Says what a model cannot do of what a request asks, or nothing. What the table does not state passes, and
 * so does a retired model: its requests are there to be learnt from.
 */
export function modelProblem(
  models: ModelFacts[],
  endpoint: Endpoint,
  body: RequestBody,
): string | undefined {
  const {defaults, kind} = endpoint
  const name = (body.model_name as string | undefined) ?? defaults.model
  const model = models.find(row => row.model === name && row.endpoint === kind)
  if (!model?.cells) return undefined
  const mode = (body.mode as string | undefined) ?? defaults.mode
  const duration = (body.duration as string | undefined) ?? defaults.duration
  const ofMode = model.cells.filter(cell => cell.mode === mode || cell.mode === 'any')
  if (ofMode.length === 0) return `mode of ${name} must be one of ${model.modes?.join(', ')}`
  const cell = ofMode.find(row => row.duration === duration)
  if (!cell) {
    return `duration of ${name} in mode ${mode} must be one of ${ofMode.map(row => row.duration).join(', ')}`
  }
  const missing = Object.keys(uses).find(ability => cell[ability] === false && uses[ability]!(body))
  if (missing) return `${missing} is not supported by ${name} in mode ${mode} at ${duration} s`
  const move = (body.camera_control as {type: string} | undefined)?.type
  if (move && model.camera_types && !model.camera_types.includes(move)) {
    return `camera_control.type of ${name} must be one of ${model.camera_types.join(', ')}`
  }
  return undefined
}
