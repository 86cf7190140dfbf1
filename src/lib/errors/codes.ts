/**
 * The one table of error codes → exit codes, the same for every command and plugin.
 * Source: docs/errors.md. A code that is not here (a newer plugin's) exits with 1.
 */
const codesByExit = {
  1: ['unexpected_error'],
  2: [
    'missing_prompt',
    'missing_task_id',
    'missing_video_id',
    'missing_output',
    'missing_name',
    'missing_description',
    'missing_frontal',
    'missing_element_id',
    'missing_image',
    'missing_video',
    'missing_audio',
    'missing_voice_id',
    'invalid_argument',
    'invalid_audio',
    'invalid_base_url',
    'invalid_camera_control',
    'invalid_cfg_scale',
    'invalid_description',
    'invalid_duration',
    'invalid_dynamic_mask',
    'invalid_flag',
    'invalid_format',
    'invalid_image',
    'invalid_key',
    'invalid_limit',
    'invalid_mode',
    'invalid_model',
    'invalid_name',
    'invalid_orientation',
    'invalid_page',
    'invalid_placeholder',
    'invalid_prompt',
    'invalid_ratio',
    'invalid_ref_count',
    'invalid_tag',
    'invalid_type',
    'audio_not_found',
    'audio_read_error',
    'frame_not_found',
    'frame_read_error',
    'frontal_not_found',
    'image_not_found',
    'image_read_error',
    'mask_not_found',
    'mask_read_error',
    'ref_image_not_found',
    'ref_image_read_error',
    'ref_not_found',
    'conflicting_audio',
    'conflicting_controls',
    'conflicting_source',
    'conflicting_video_flags',
    'incompatible_camera_control',
    'incompatible_cfg_scale',
    'incompatible_element',
    'incompatible_last_frame',
    'incompatible_motion_brush',
    'incompatible_sound',
    'incompatible_voice',
    'last_frame_requires_first',
    'too_many_images',
    'unknown_command',
  ],
  3: ['missing_api_key', 'invalid_api_key', 'permission_denied'],
  4: ['rate_limit', 'quota_exceeded'],
  5: ['content_policy'],
  6: ['task_failed'],
  7: ['timeout', 'connection_error', 'server_error', 'server_overloaded'],
  8: ['wait_timeout', 'task_not_finished'],
  9: ['cost_limit', 'cancelled'],
  10: ['write_error', 'output_exists', 'download_error', 'config_error'],
  11: ['task_not_found', 'invalid_request', 'retired_model'],
  12: ['plugin_not_found', 'plugin_install_failed', 'plugin_incompatible', 'plugin_denied'],
  130: ['interrupted'],
  143: ['terminated'],
} as const

/** Every documented code. Plugins may add their own; those exit with 1. */
export type ErrorCode = (typeof codesByExit)[keyof typeof codesByExit][number]

const exitByCode = new Map<string, number>(
  Object.entries(codesByExit).flatMap(([exit, codes]) => codes.map(code => [code, Number(exit)] as const)),
)

/** The process exit code for an error code. */
export function exitCodeOf(code: string): number {
  return exitByCode.get(code) ?? 1
}

/** Codes of a command that somebody stopped: Ctrl-C, SIGTERM, "no" to a question. They have an exit code, but are no errors. */
const stops: ReadonlySet<string> = new Set<ErrorCode>(['cancelled', 'interrupted', 'terminated'])

/** Whether a code says that a command was stopped, rather than that something is wrong. */
export function isStop(code: string): boolean {
  return stops.has(code)
}

/** All documented codes, in the order of their exit codes. */
export function errorCodes(): ErrorCode[] {
  return [...exitByCode.keys()] as ErrorCode[]
}
