import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {checkCatalogue} from './check-format.js'
import type {Catalogue} from './format.js'
import {isSigned} from './signature.js'

/** Most bytes of a catalogue. */
export const maxCatalogueBytes = 256 * 1024

/** Where a downloaded catalogue is: a line with the signature, then just the bytes that are signed. */
export const downloadedFile = (dataDir: string): string => join(dataDir, 'catalogue.signed')

/** Why bytes are no catalogue that may be used. */
export type Untrusted = {reason: 'size' | 'signature' | 'json'} | {reason: 'format'; problem: string}

/** Reads signed bytes. @param keys those that are built in when left out */
export function readSigned(
  bytes: Buffer,
  signature: string,
  keys?: readonly string[],
): {catalogue: Catalogue} | Untrusted {
  if (bytes.length > maxCatalogueBytes) return {reason: 'size'}
  if (!isSigned(bytes, signature, keys)) return {reason: 'signature'}
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown
    const problem = checkCatalogue(value)
    return problem === undefined ? {catalogue: value as Catalogue} : {reason: 'format', problem}
  } catch {
    return {reason: 'json'}
  }
}

/** A catalogue as it is kept. */
export const joinSigned = (bytes: Buffer, signature: string): Buffer =>
  Buffer.concat([Buffer.from(`${signature.trim()}\n`), bytes])

/** The parts of a catalogue as it is kept. */
export function splitSigned(content: Buffer): {bytes: Buffer; signature: string} {
  const end = content.indexOf('\n')
  return {signature: content.toString('utf8', 0, Math.max(end, 0)), bytes: content.subarray(end + 1)}
}

/** What was downloaded: a catalogue, or why it is none; undefined where there is nothing. */
export function readDownloaded(dataDir: string): {catalogue: Catalogue} | Untrusted | undefined {
  let content: Buffer
  try {
    content = readFileSync(downloadedFile(dataDir))
  } catch {
    return undefined
  }
  const {bytes, signature} = splitSigned(content)
  return readSigned(bytes, signature)
}

/** The catalogue that was downloaded; undefined where there is none, or it is not what was signed. */
export function downloadedCatalogue(dataDir: string): Catalogue | undefined {
  const read = readDownloaded(dataDir)
  return read && 'catalogue' in read ? read.catalogue : undefined
}
