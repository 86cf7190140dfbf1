import {KlingError, isKlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type FileResponse, isDiskError, isOtherFile, requestFile, retryableError} from './download-client.js'
import type {Range} from './ranges.js'
import {retryDownload} from './retry-download.js'
import type {Address, DownloadOptions, PartFile} from './types.js'

/**
 * Fetches the missing ranges of a part, several at once. Each goes on by itself after a cut; where the host takes
 * fewer connections, the others do what is left. When the ranges are not of one file, the part begins again, and
 * `address` says that one connection has to do.
 *
 * @param first an answer under way that begins where the first range does
 * @throws KlingError `download_error`; the part is there for another try
 */
export async function fetchRanges(
  address: Address,
  part: PartFile,
  options: DownloadOptions,
  first?: FileResponse,
): Promise<void> {
  const {total, missing} = part.ranges!
  const {validator} = part
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([stop.signal, options.signal]) : stop.signal
  const own = {...options, signal}
  let hasChanged = false

  const receive = (answer: FileResponse, range: Range): Promise<void> =>
    answer.receive(piece => {
      signal.throwIfAborted()
      const writing = part.fill(range, piece.subarray(0, range.to - range.from))
      const tell = (): boolean => {
        options.onProgress?.({done: part.size, total})
        return range.from === range.to
      }
      return writing ? writing.then(tell) : tell()
    })
  const fetchRange = (range: Range): Promise<void> =>
    retryDownload(
      address,
      own,
      () => range.from,
      () =>
        requestFile(address.url, {...range, validator}, own, async answer => {
          if (answer.status !== 206 || answer.total !== total || isOtherFile(answer.headers, validator)) {
            hasChanged = true
            throw new KlingError('download_error', t`The file changed on its host.`)
          }
          if (answer.from !== range.from)
            throw retryableError(t`The file host returned a different range than requested.`)
          await receive(answer, range)
          if (range.from < range.to)
            throw retryableError(t`The transfer of a range ended ${range.to - range.from} bytes early.`)
        }),
    )

  const waiting = missing.filter(({from, to}) => from < to)
  let workers = Math.min(Math.max(options.connections ?? 1, 1), waiting.length)
  const work = async (underWay?: FileResponse): Promise<void> => {
    for (let range = waiting.shift(); range; range = waiting.shift()) {
      try {
        if (underWay) await receive(underWay, range).catch(keepOnlyPassing)
        underWay = undefined
        if (range.from < range.to) await fetchRange(range)
      } catch (error) {
        const isAlone = workers === 1 || signal.aborted
        if (isAlone || !isKlingError(error) || !error.fields.retryable) throw error
        waiting.push(range)
        break
      }
    }
    workers--
  }
  const keepOnlyPassing = (error: unknown): void => {
    if (signal.aborted || isKlingError(error) || isDiskError(error)) throw error
  }
  const ends = await Promise.allSettled(
    Array.from({length: workers}, async (_, index) => {
      try {
        await work(index === 0 ? first : undefined)
      } catch (error) {
        stop.abort(error)
        throw error
      }
    }),
  )
  options.signal?.throwIfAborted()
  if (hasChanged) {
    address.isUnsteady = true
    await part.restart()
    throw retryableError(t`The file changed on its host.`)
  }
  const failed = ends.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
  if (part.size < total) throw retryableError(t`${total - part.size} bytes of ${total} are missing.`)
}
