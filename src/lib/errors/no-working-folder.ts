import {t} from '../i18n/translate.js'
import {KlingError} from './kling-error.js'

/** Whether the system says that the folder in which the program was started is gone. */
export function isNoWorkingFolder(error: unknown): boolean {
  return (
    (error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd' || /\buv_cwd\b/.test(String(error))
  )
}

/** What needs that folder. */
export function noWorkingFolder(cause?: unknown): KlingError {
  return new KlingError('invalid_argument', t`The current folder no longer exists.`, {
    hint: t`Change to another folder, or specify absolute paths, and run the command again.`,
    cause,
  })
}
