import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** Why the system does not let something be written, as the end of a sentence. */
function whyNot(error: unknown): string {
  const code = systemCode(error)
  const whys: Record<string, string> = {
    ENOSPC: t`the disk is full`,
    EDQUOT: t`the disk is full`,
    EFBIG: t`it is too large for the disk`,
    EIO: t`the device reports an error`,
    ENAMETOOLONG: t`its name is too long`,
    EACCES: t`permission denied`,
    EROFS: t`the disk is read-only`,
  }
  return whys[code ?? ''] ?? code ?? String((error as Error | undefined)?.message)
}

/** A file that the system does not let be written; `-` is stdout. */
export function cannotWrite(file: string, error: unknown, hint?: string): KlingError {
  const why = whyNot(error)
  const message = file === '-' ? t`Cannot write to stdout: ${why}.` : t`Cannot write ${file}: ${why}.`
  return new KlingError('write_error', message, {hint, cause: error})
}
