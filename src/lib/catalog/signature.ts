import {createPublicKey, verify} from 'node:crypto'
import {catalogueKeys} from './keys.js'

/** A raw Ed25519 key behind these bytes is one in the form that Node reads. */
const prefix = Buffer.from('302a300506032b6570032100', 'hex')

const keyOf = (text: string) =>
  createPublicKey({key: Buffer.concat([prefix, Buffer.from(text, 'base64')]), format: 'der', type: 'spki'})

/**
 * Whether one of the keys has signed just these bytes.
 * @param signature base64 text, Ed25519
 * @param keys those that are built in when left out
 */
export function isSigned(bytes: Buffer, signature: string, keys: readonly string[] = catalogueKeys): boolean {
  const mark = Buffer.from(signature.trim(), 'base64')
  return mark.length === 64 && keys.some(key => verify(null, bytes, keyOf(key), mark))
}
