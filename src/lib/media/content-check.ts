import type {FileUse, FileValue} from './types.js'
import {checkAudio} from './audio-check.js'
import {checkImage} from './image-check.js'
import {t} from '../i18n/translate.js'

/**
 * Looks at what a file of a request holds.
 * @param anySize `--unchecked`: an image may have any number of bytes
 * @returns what is no error, but may come as a surprise
 * @throws KlingError `invalid_image`, `invalid_audio`
 */
export async function checkContent(
  {input, errorPrefix, limits}: FileUse,
  value: FileValue,
  {anySize = false}: {anySize?: boolean | undefined} = {},
): Promise<string | undefined> {
  const isAudio = errorPrefix === 'audio'
  const name = input.length > 80 ? (isAudio ? t`The audio` : t`The image`) : input
  if (!isAudio) return checkImage(name, value, anySize)
  await checkAudio(name, value, limits)
  return undefined
}
