import {constants} from 'node:fs'
import {access, stat} from 'node:fs/promises'
import {FileInBody} from '../http/streaming-body.js'
import {say} from '../i18n/translate.js'
import {sayFormats, speechLimits} from './audio-check.js'
import {type ErrorCode} from '../errors/codes.js'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {type FileUse, type FileValue} from '../requests/request.js'

/** Whether an input is an http(s) URL; everything else is a path or base64 text. */
export function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input)
}

const dataPrefix = /^data:[^,]*;base64,/i

async function findFile({input, codes, limits = speechLimits}: FileUse): Promise<FileValue> {
  if (isUrl(input)) return input
  if (dataPrefix.test(input)) return input.replace(dataPrefix, '')
  const notFound: ErrorCode = `${codes}_not_found`
  const what = codes === 'audio' ? say`an audio file` : say`an image`
  const take =
    codes === 'audio' ? say`Name a file that is ${sayFormats(limits)}.` : say`Name a JPEG or PNG file.`
  // Elements' pictures have no read code of their own.
  const unreadable: ErrorCode = codes === 'frontal' || codes === 'ref' ? notFound : `${codes}_read_error`
  try {
    const file = await stat(input)
    if (file.isDirectory()) {
      throw new KlingError(unreadable, say`${input} is a folder, not ${what}.`, {
        hint: take,
      })
    }
    if (!file.isFile()) throw new KlingError(unreadable, say`${input} is not a file.`, {hint: take})
    await access(input, constants.R_OK)
    return new FileInBody(input, file.size)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      throw new KlingError(notFound, say`There is no file ${input.slice(0, 200)}.`, {
        hint: say`Check the path; ${what} may also be given as an http(s) URL.`,
      })
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new KlingError(unreadable, say`${input} cannot be read: no permission.`, {
        hint: say`Check the rights of the file.`,
      })
    }
    throw error
  }
}

/**
 * Finds the files of a request: URLs as they are, base64 text without its data: prefix, files by their size.
 * @throws KlingError `*_not_found`, `*_read_error`
 */
export async function findFiles(uses: FileUse[]): Promise<Map<string, FileValue>> {
  const files = new Map<string, FileValue>()
  for (const use of uses) files.set(use.role, await findFile(use))
  return files
}
