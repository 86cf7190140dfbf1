import type {FileUse, FileValue} from './types.js'
import {checkAudio} from './audio-check.js'
import {checkImage} from './image-check.js'
import {t} from '../i18n/translate.js'

/**
 * Looks at what a file of a request holds.
 * @param anySize `--unchecked`: an image may have any number of bytes
 * @throws KlingError `invalid_image`, `invalid_audio`
 */
export async function checkContent(
  {input, errorPrefix, limits}: FileUse,
  value: FileValue,
  {anySize = false}: {anySize?: boolean | undefined} = {},
): Promise<void> {
  const isAudio = errorPrefix === 'audio'
  const name = input.length > 80 ? (isAudio ? t`The audio` : t`The image`) : input
  await (isAudio ? checkAudio(name, value, limits) : checkImage(name, value, anySize))
}
