import {readFile, stat} from 'node:fs/promises'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import type {Fetch} from '../http/types.js'
import {t} from '../i18n/translate.js'
import {isUrl} from '../media/find-files.js'
import {type Untrusted, maxCatalogueBytes, readSigned} from './downloaded.js'
import type {Catalogue} from './format.js'

/** Where newer editions are published; the signature is next to it, with `.sig` behind its name. */
export const editionUrl =
  'https://raw.githubusercontent.com/kling-cli/kling-cli/main/src/lib/catalog/catalogue.json'

/** Most bytes of a signature's file. */
const maxSignatureBytes = 1024

/** An edition that may be used: what is in it, and just the bytes that were signed. */
export interface Edition {
  catalogue: Catalogue
  bytes: Buffer
  signature: string
}

async function readUpTo(path: string, limit: number): Promise<Buffer> {
  try {
    const {size} = await stat(path)
    if (size > limit) throw tooLarge(path)
    return await readFile(path)
  } catch (error) {
    if (isKlingError(error)) throw error
    throw new KlingError('config_error', t`The file ${path} cannot be read (${systemCode(error)}).`, {
      hint: t`An edition is a file FILE and its signature FILE.sig next to it.`,
      cause: error,
    })
  }
}

const tooLarge = (source: string): KlingError =>
  new KlingError('config_error', t`${source} is too large for a catalogue.`, {
    hint: t`The edition in use stays as it is.`,
  })

async function fetchUpTo(url: string, limit: number, fetch: Fetch, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, {headers: {}, signal}).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new KlingError('connection_error', t`No connection to ${new URL(url).host}.`, {
      hint: t`The edition in use stays as it is. Read a file instead with --from FILE.`,
      retryable: true,
      cause: error,
    })
  })
  if (response.status !== 200) {
    response.body?.destroy()
    throw new KlingError('connection_error', t`${url} answered ${response.status}.`, {
      hint: t`The edition in use stays as it is. Read a file instead with --from FILE.`,
    })
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += (chunk as Buffer).length
    if (size > limit) {
      response.body?.destroy()
      throw tooLarge(url)
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function whyNot(source: string, untrusted: Untrusted): KlingError {
  const why: Record<Untrusted['reason'], string> = {
    size: t`it is too large`,
    signature: t`it is not signed with a key of kling`,
    json: t`it is not valid JSON`,
    format: untrusted.reason === 'format' ? untrusted.problem : '',
  }
  return new KlingError(
    'config_error',
    t`The catalogue ${source} cannot be used: ${why[untrusted.reason]}.`,
    {
      hint: t`The edition in use stays as it is.`,
    },
  )
}

/**
 * Reads an edition, and its signature next to it.
 * @param source a file, or an https URL
 * @throws KlingError `config_error`, `connection_error`, `invalid_argument`
 */
export async function readEdition(
  source: string,
  {fetch, signal}: {fetch: () => Promise<Fetch>; signal: AbortSignal},
): Promise<Edition> {
  if (/^http:/i.test(source))
    throw new KlingError('invalid_argument', t`--from must be a file or an https URL.`, {
      hint: t`The edition in use stays as it is.`,
    })
  const read = async (place: string, limit: number): Promise<Buffer> =>
    isUrl(place) ? fetchUpTo(place, limit, await fetch(), signal) : readUpTo(place, limit)
  const bytes = await read(source, maxCatalogueBytes)
  const signature = (await read(`${source}.sig`, maxSignatureBytes)).toString('utf8')
  const result = readSigned(bytes, signature)
  if ('catalogue' in result) return {catalogue: result.catalogue, bytes, signature}
  throw whyNot(source, result)
}
