import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {checkCatalogue} from './check-format.js'
import type {Catalogue} from './format.js'
import {isSigned} from './signature.js'

/** Most bytes of a catalogue. */
export const maxCatalogueBytes = 256 * 1024

/** The files of a downloaded catalogue: the bytes that are signed, and the signature. */
export const downloadedFiles = (dataDir: string): {catalogue: string; signature: string} => ({
  catalogue: join(dataDir, 'catalogue.json'),
  signature: join(dataDir, 'catalogue.json.sig'),
})

/** Why bytes are no catalogue that may be used; undefined where they are. */
export type Untrusted = 'too large' | 'not signed' | 'not JSON' | `not valid: ${string}`

/** Reads signed bytes. */
export function readSigned(
  bytes: Buffer,
  signature: string,
  keys?: readonly string[],
): {catalogue: Catalogue} | {why: Untrusted} {
  if (bytes.length > maxCatalogueBytes) return {why: 'too large'}
  if (!isSigned(bytes, signature, keys)) return {why: 'not signed'}
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown
    const problem = checkCatalogue(value)
    return problem === undefined ? {catalogue: value as Catalogue} : {why: `not valid: ${problem}`}
  } catch {
    return {why: 'not JSON'}
  }
}

/** The catalogue that was downloaded; undefined where there is none, or it is not what was signed. */
export function downloadedCatalogue(dataDir: string): Catalogue | undefined {
  const files = downloadedFiles(dataDir)
  let bytes: Buffer
  let signature: string
  try {
    bytes = readFileSync(files.catalogue)
    signature = readFileSync(files.signature, 'utf8')
  } catch {
    return undefined
  }
  const read = readSigned(bytes, signature)
  return 'catalogue' in read ? read.catalogue : undefined
}
