import type {RequestFacts, SchemaError} from '../api.js'

/** Errors that only report that other errors are in one of their branches. */
const frames = new Set(['if', 'anyOf', 'oneOf', 'not', 'contains'])

const typeNames: Record<string, string> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
}

/** `/image_list/0/type` → `image_list[0].type`. */
function fieldOf(instancePath: string): string {
  return instancePath
    .split('/')
    .slice(1)
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key), '')
}

function inside(path: string, key: unknown): string {
  return path ? `${path}.${String(key)}` : String(key)
}

const limitOf = ({params}: SchemaError) => String(params.limit)

/** What an error of each keyword says, given the path of its field. */
const sentences: Record<string, (field: string, error: SchemaError) => string> = {
  required: (field, {params}) => `${inside(field, params.missingProperty)} is required`,
  additionalProperties: (field, {params}) => `unknown field ${inside(field, params.additionalProperty)}`,
  enum: (field, {params}) => `${field} must be one of ${(params.allowedValues as unknown[]).join(', ')}`,
  const: (field, {params}) => `${field} must be ${String(params.allowedValue)}`,
  type: (field, {params}) =>
    `${field || 'the body'} must be ${typeNames[String(params.type)] ?? String(params.type)}`,
  minLength: (field, error) =>
    limitOf(error) === '1'
      ? `${field} must not be empty`
      : `${field} must have at least ${limitOf(error)} characters`,
  maxLength: (field, error) => `${field} must have at most ${limitOf(error)} characters`,
  minItems: (field, error) => `${field} must have at least ${limitOf(error)} item(s)`,
  maxItems: (field, error) => `${field} must have at most ${limitOf(error)} item(s)`,
  minimum: (field, error) => `${field} must be at least ${limitOf(error)}`,
  maximum: (field, error) => `${field} must be at most ${limitOf(error)}`,
}

/** The rule in whose part of the schema an error is: the innermost, if rules are nested. */
function ruleAt(rules: RequestFacts['rules'], schemaPath: string) {
  const pointers = Object.keys(rules).filter(pointer => schemaPath.startsWith(`${pointer}/`))
  const innermost = pointers.sort((a, b) => b.length - a.length)[0]
  return innermost === undefined ? undefined : {pointer: innermost, ...rules[innermost]!}
}

/** True when an error's field takes a file in Base64. */
function takesBase64(facts: RequestFacts, field: string): boolean {
  const path = field.replaceAll(/\[\d+\]/g, '.*')
  return facts.media.some(media => media.sources.includes('base64') && media.path.join('.') === path)
}

function sentenceOf(facts: RequestFacts, error: SchemaError): string {
  const field = fieldOf(error.instancePath)
  if (error.keyword === 'pattern' && takesBase64(facts, field)) return 'File is not in a valid base64 format'
  const sentence = sentences[error.keyword]?.(field, error)
  if (sentence) return sentence
  const pointer = error.schemaPath.slice(0, error.schemaPath.lastIndexOf('/'))
  const text = facts.texts[pointer]
  return text ? `${field} is not valid: ${text}` : `${field || 'the body'} is not valid`
}

/** A branch of a schema need not hold, so what is said inside of one is no demand. */
const branch = /\/(?:contains|anyOf|oneOf|not|if)(?:\/|$)/

/** A broken rule in words: what it demands of which field, and its statement. */
function ruleSentence(
  facts: RequestFacts,
  errors: SchemaError[],
  {pointer, statement}: {pointer: string; statement: string},
) {
  const own = errors.filter(error => error.schemaPath.startsWith(`${pointer}/`))
  const demand = own.find(error => !branch.test(error.schemaPath.slice(pointer.length)))
  if (demand) return `${sentenceOf(facts, demand)} (${statement})`
  const field = fieldOf(own.at(-1)?.instancePath ?? '')
  return field ? `${field}: ${statement}` : statement
}

/**
 * One sentence for a body that a schema refuses: a wrong field before a broken rule between fields, because
 * the second often follows from the first.
 */
export function schemaMessage(facts: RequestFacts, errors: SchemaError[]): string {
  const plain = errors.filter(error => !ruleAt(facts.rules, error.schemaPath))
  // Of alternatives none fits: the frame says it once, its branches say it once each.
  const alternatives = plain.find(error => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  const direct = plain.find(
    error => !frames.has(error.keyword) && error.instancePath !== alternatives?.instancePath,
  )
  if (direct ?? alternatives) return sentenceOf(facts, (direct ?? alternatives)!)
  const broken = errors.map(error => ruleAt(facts.rules, error.schemaPath)).find(rule => rule !== undefined)
  return broken ? ruleSentence(facts, errors, broken) : 'the body is not valid'
}
