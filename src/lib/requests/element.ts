import type {FileUse, FileValue} from '../media/types.js'
import type {JsonBody} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {requireArgument} from '../errors/require-argument.js'
import {msg, t, translate} from '../i18n/translate.js'

/** What `kling video element create` was asked for. */
export interface ElementOptions {
  name?: string | undefined
  description?: string | undefined
  frontal?: string | undefined
  references: string[]
  tags: string[]
}

/** Limits of an element. Source: CustomElementCreateRequest. */
const maxName = 20
const maxDescription = 100
const maxReferences = 3

/** The tags of elements and what they stand for. Source: ElementTagId. */
export const elementTags: Record<string, string> = {
  o_101: 'meme',
  o_102: 'character',
  o_103: 'animal',
  o_104: 'prop',
  o_105: 'clothing',
  o_106: 'scene',
  o_107: 'effect',
  o_108: 'other',
}

const words = {name: msg`name`, description: msg`description`}

const example =
  'kling video element create "Red robot" --description "a small red robot" --frontal front.png --ref side.png'

function checkLength(what: 'name' | 'description', text: string | undefined, most: number): void {
  const name = what === 'name' ? words.name : '--description'
  const given = requireArgument(text?.trim(), {code: `missing_${what}`, name, example})
  const length = [...given].length
  if (length <= most) return
  throw new KlingError(
    `invalid_${what}`,
    t`The ${translate(words[what])} is too long: ${length} characters, maximum ${most}.`,
  )
}

/** @throws KlingError for each value that is missing or wrong by itself */
export function checkElement({name, description, frontal, tags}: ElementOptions): void {
  checkLength('name', name, maxName)
  checkLength('description', description, maxDescription)
  for (const tag of tags) {
    if (Object.hasOwn(elementTags, tag)) continue
    const known = Object.entries(elementTags).map(([id, word]) => `${id} (${word})`)
    throw new KlingError('invalid_tag', t`Unknown tag: ${tag}${didYouMean(tag, Object.keys(elementTags))}.`, {
      hint: t`Supported tags: ${known.join(t`, `)}.`,
    })
  }
  requireArgument(frontal, {code: 'missing_frontal', name: '--frontal', example})
}

/** Looked at once the files are found. @throws KlingError `invalid_ref_count` */
export function checkReferences({references}: Pick<ElementOptions, 'references'>): void {
  if (references.length < 1 || references.length > maxReferences) {
    throw new KlingError(
      'invalid_ref_count',
      t`${references.length} additional views given; 1 to ${maxReferences} are required.`,
      {
        hint: t`Specify each with --ref: --ref side.png --ref back.png`,
      },
    )
  }
}

/** The pictures of an element. */
export function elementFiles({frontal, references}: ElementOptions): FileUse[] {
  return [
    ...(frontal === undefined ? [] : [{role: 'frontal', input: frontal, errorPrefix: 'frontal'} as const]),
    ...references.map((input, index) => ({role: `reference ${index}`, input, errorPrefix: 'ref'}) as const),
  ]
}

/** The body for `POST /v1/general/custom-elements`. */
export function elementBody(
  {name, description, references, tags}: ElementOptions,
  files: Map<string, FileValue>,
): JsonBody {
  const body: JsonBody = {
    element_name: name?.trim(),
    element_description: description?.trim(),
    element_frontal_image: files.get('frontal'),
    element_refer_list: references.map((_, index) => ({image_url: files.get(`reference ${index}`)})),
  }
  if (tags.length > 0) body.tag_list = tags.map(id => ({tag_id: id}))
  return body
}
