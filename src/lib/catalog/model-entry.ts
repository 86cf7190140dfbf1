/** What a model can do in some of its modes and durations. */
export interface Abilities {
  /** mode → durations in seconds, as text; mode `any` where the model makes no difference. */
  cells: Record<string, string[]>
  camera_control: boolean
  end_frame: boolean
  tail_only: boolean
  motion_brush: boolean
  sound: boolean
  voice: boolean
  cfg_scale: boolean
  negative_prompt: boolean
  multi_shot?: boolean
  elements?: boolean
}

/** A combination of inputs of omni video and the durations that it allows. */
export interface Scenario {
  id: 'text' | 'first_frame' | 'first_last_frame' | 'reference' | 'feature_video' | 'base_video'
  durations: string[]
}

/** One model at one endpoint: what the rules of the catalogue come to there. */
export interface ModelEntry {
  model: string
  endpoint: string
  /** What else it is called: in the new standard. */
  alias?: string[]
  modes?: string[]
  durations?: string[]
  /** Day on which the service stopped serving it, ISO 8601. */
  retired?: string
  /** It is only known that it was not served any more on that day. */
  retirementIsSeen?: true
  /** Day that is announced for its end, ISO 8601. */
  ends?: string
  /** Units a second by mode, in the user's own file of the first format. */
  units_per_second?: Record<string, number>
  /** false: the model exists, but not at this endpoint. */
  supported?: false
  abilities?: Abilities[]
  scenarios?: Scenario[]
  sound?: boolean
  soundWithVideo?: boolean
  multi_shot?: boolean
  elements?: boolean
  /** A last frame and sound exclude each other. */
  endFrameSilentOnly?: boolean
  /** The endpoint's prompt is optional, but not for this model. */
  promptRequired?: boolean
  /** Most elements of a motion control task. */
  maxElements?: number
  /** The camera moves that it knows. */
  camera_types?: string[]
  inputs?: {
    maxImagesPlusElements: number
    maxImagesPlusElementsWithVideo: number
    maxImagesWithEndFrame?: number | undefined
    maxElementsWithFirstFrame?: number | undefined
    maxElementsWithEndFrame?: number | undefined
  }
}
