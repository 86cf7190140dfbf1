import type {MediaField} from '../api.js'
import {Refusal} from '../http/envelope.js'
import {inputReference, type RequestBody} from '../state/task-record.js'
import {checkAudio} from './audio.js'
import {checkImage} from './images.js'

/** One value of a body that names or holds a file. */
interface FileValue {
  /** `image_list[0].image_url`. */
  name: string
  media: MediaField
  value: string
  /** Puts something else in its place. */
  replace: (value: string) => void
}

/** A file that came with a request: the name of its field, and what it turned out to be. */
export interface KeptFile {
  name: string
  /** Pixels, of an image. */
  width?: number
  height?: number
  /** Length, of a sound. */
  seconds?: number
}

function* valuesAt(node: unknown, path: string[], name: string): Generator<Omit<FileValue, 'media'>> {
  const [key, ...rest] = path
  if (key === undefined || typeof node !== 'object' || node === null) return
  const keys = key === '*' ? Object.keys(node) : [key]
  for (const own of keys) {
    const parent = node as Record<string, unknown>
    const child = parent[own]
    const childName = key === '*' ? `${name}[${own}]` : name ? `${name}.${own}` : own
    if (rest.length > 0) yield* valuesAt(child, rest, childName)
    else if (typeof child === 'string' && child !== '') {
      yield {name: childName, value: child, replace: value => void (parent[own] = value)}
    }
  }
}

/** Every file of a body, in the order of the description. */
function* fileValues(body: RequestBody, fields: MediaField[]): Generator<FileValue> {
  for (const media of fields) {
    for (const found of valuesAt(body, media.path, '')) yield {...found, media}
  }
}

function isUrl(value: string): boolean {
  return /^https?:\/\//i.test(value)
}

function decode(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '').length
  if (digits % 4 === 1) throw new Refusal(1201, 'File is not in a valid base64 format')
  return Buffer.from(text, 'base64')
}

/**
 * Checks the Base64 files of a body and puts a reference in the place of each, in the body itself: it may be
 * too big to copy. URLs stay: they are fetched when the task is processed, as the service does it.
 *
 * @throws Refusal 1201 for a file that the limits of its field forbid.
 */
export async function keepFiles(
  body: RequestBody,
  fields: MediaField[],
  keep: (bytes: Uint8Array, extension: string) => Promise<string>,
): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const {name, media, value, replace} of fileValues(body, fields)) {
    if (isUrl(value) || !media.sources.includes('base64')) continue
    const bytes = decode(value)
    const facts = media.kind === 'audio' ? await checkAudio(bytes, media) : checkImage(bytes, media)
    if ('problem' in facts) throw new Refusal(1201, `${name}: ${facts.problem}`)
    replace(inputReference(await keep(bytes, facts.extension)))
    kept.push({name, ...facts})
  }
  return kept
}
