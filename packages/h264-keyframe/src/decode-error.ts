/**
 * Why a picture was not decoded: the stream is damaged (`invalid`), or uses what the decoder does not know
 * (`unsupported`). Damage can look like an unknown feature.
 */
export type DecodeErrorReason = 'invalid' | 'unsupported'

export class DecodeError extends Error {
  override readonly name = 'DecodeError'

  constructor(
    readonly reason: DecodeErrorReason,
    what: string,
  ) {
    super(`${reason === 'invalid' ? 'Invalid H.264 stream' : 'Unsupported H.264 stream'}: ${what}`)
  }
}

/** An error for what the standard does not allow. */
export const invalid = (what: string): DecodeError => new DecodeError('invalid', what)

/** An error for what the standard allows, but the decoder does not know. */
export const unsupported = (what: string): DecodeError => new DecodeError('unsupported', what)
