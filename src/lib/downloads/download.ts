import {isKlingError} from '../errors/kling-error.js'
import {cannotWrite} from '../fs/cannot-write.js'
import {t} from '../i18n/translate.js'
import {isDiskError, isOtherFile, requestFile, retryableError, strongValidator} from './download-client.js'
import {fetchRanges} from './parallel-ranges.js'
import {checkWebAddress} from '../http/redirect.js'
import {type Expected, NotTheResult} from './judge-result.js'
import {openPart} from './part-file.js'
import {retryDownload} from './retry-download.js'
import {StdoutPart} from './stdout-part.js'
import {followLink} from './target.js'
import type {Address, DownloadOptions, PartFile} from './types.js'

/** One request for what is missing. Returns when the part is whole. */
async function fetchRest(address: Address, part: PartFile, options: DownloadOptions): Promise<void> {
  const connections = address.isUnsteady ? 1 : (options.connections ?? 1)
  const goesOn = part.size > 0 && part.validator !== undefined
  // Whether a host knows ranges is seen by asking for one.
  const wanted = {from: goesOn ? part.size : connections > 1 ? 0 : undefined, validator: part.validator}
  await requestFile(address.url, wanted, options, async answer => {
    const {status, headers, total, from} = answer
    if (status === 416) {
      // All bytes are there already: an earlier run ended between the last of them and the rename.
      if (part.size > 0 && total === part.size) return
      await part.restart()
      throw retryableError(t`The file host returned HTTP 416.`)
    }
    if (status === 206 && isOtherFile(headers, part.validator)) {
      await part.restart()
      throw retryableError(t`The file changed on its host.`)
    }
    if (status === 206 && from !== part.size) {
      await part.restart()
      throw retryableError(t`The file host returned a different range than requested.`)
    }
    // The whole file comes again: the host knows no ranges, or the file has changed.
    if (status === 200) await part.restart()
    // A part of a file need not say again which one it is of.
    await part.remember(strongValidator(headers) ?? (status === 206 ? part.validator : undefined))
    // Only a strong ETag says that ranges are of the same bytes.
    const mayBeSplit = status === 206 && connections > 1 && part.validator?.startsWith('"')
    if (mayBeSplit && total !== undefined && (await part.split(total, connections)))
      return fetchRanges(address, part, options, answer)
    await answer.receive(piece => {
      const writing = part.write(piece)
      const tell = (): false => {
        options.onProgress?.({done: part.size, total})
        return false
      }
      return writing ? writing.then(tell) : tell()
    })
    if (total !== undefined && part.size !== total) {
      if (part.size > total) await part.restart()
      throw retryableError(t`The transfer ended after ${part.size} of ${total} bytes.`)
    }
    if (part.size === 0) throw new NotTheResult(t`an empty file`)
  })
}

/** Throws away what is not the result. @throws NotTheResult */
async function judge(part: PartFile, format: Expected): Promise<void> {
  const received = await part.judge(format)
  if (received === undefined) return
  await part.restart()
  throw new NotTheResult(received)
}

const keptHint = (): string =>
  t`Free some disk space or choose another folder, then download it again. Kling keeps the result.`

/**
 * Downloads a result. It grows under `<file>.part` and gets its name when it is whole, is what was asked for, and is
 * synced. Broken transfers go on where they stopped, in this run and in a later one; an address that has expired, or
 * under which something else is, is asked for again once.
 * @returns bytes of the file
 * @throws KlingError `download_error`, `write_error`, `output_exists`
 */
export async function download(options: DownloadOptions): Promise<number> {
  const {file, force = false} = options
  const target = file === '-' ? file : await followLink(file)
  checkWebAddress(options.url)
  let part: PartFile
  try {
    part =
      file === '-'
        ? new StdoutPart(options.stdout!, options.format)
        : await openPart(target, options.source, options.signal)
  } catch (error) {
    if (options.signal?.aborted || isKlingError(error)) throw error
    throw cannotWrite(file, error, keptHint())
  }
  const address: Address = {url: options.url}
  try {
    await retryDownload(
      address,
      options,
      () => part.size,
      async () => {
        if (part.ranges) {
          await part.split(part.ranges.total, options.connections ?? 1)
          await fetchRanges(address, part, options)
        } else await fetchRest(address, part, options)
        if (options.format !== undefined) await judge(part, options.format)
      },
    )
    await part.finish(force)
    return part.size
  } catch (error) {
    const isFull = isDiskError(error) || (isKlingError(error) && error.code === 'write_error')
    await part.abandon(!isFull)
    if (isDiskError(error)) throw cannotWrite(file, error, keptHint())
    throw error
  }
}
