// Writes dist/validators.js from api/kling.openapi.yaml: one self-contained module with a validator for the
// request of each operation below, the rules and media limits that its schema states, the error codes, and of the
// catalogue the table of models and its prices. What it exports is typed in src/api.ts.
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import Ajv2020 from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import {build} from 'esbuild'
import {parse} from 'yaml'

/** The operations with a body that the sandbox serves. */
const operations = [
  'createOmniVideo',
  'createText2Video',
  'createImage2Video',
  'createMotionControl',
  'createAvatar',
  'createVideoExtend',
  'createVideoToAudio',
  'createCustomElement',
  'deleteElement',
  'createCustomVoice',
  'deleteVoice',
]

const plugin = new URL('../', import.meta.url)
const document = parse(await readFile(new URL('../../api/kling.openapi.yaml', plugin), 'utf8'))
const {ajv: settings} = document['x-validation']

/** Keywords that a `$ref` may have next to it without saying anything about validity. */
const annotations = new Set(['description', 'default', 'deprecated', ...settings.vocabulary])

/**
 * The schema without `$ref`. Each place then has a pointer of its own, and the `schemaPath` of an error tells
 * which rule was broken; across references ajv starts the path again.
 */
function inline(schema) {
  if (Array.isArray(schema)) return schema.map(inline)
  if (typeof schema !== 'object' || schema === null) return schema
  const {$ref, ...rest} = schema
  const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inline(value)]))
  if (!$ref) return own
  const clash = Object.keys(own).find(key => !annotations.has(key))
  if (clash) throw new Error(`${$ref} has ${clash} beside it`)
  const target = $ref
    .replace(/^#\//, '')
    .split('/')
    .reduce((node, key) => node[key], document)
  return {...inline(target), ...own}
}

/** Calls `visit(node, pointer)` for every schema object, parents first. */
function walk(node, visit, pointer = '#') {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) visit(node, pointer)
  for (const [key, value] of Object.entries(node)) {
    walk(value, visit, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

/** `omni.4k-v3: mode 4k: kling-v3-omni only [v26/updates]` → its id and its statement. */
function ruleOf(comment) {
  const [, id, statement] = /^([a-z0-9.-]+): (.*?)(?: \[[^\]]*\])?$/s.exec(comment) ?? []
  if (!id) throw new Error(`not a rule: ${comment}`)
  return {id, statement}
}

/** The path of a field in a body, from its pointer in the schema: `image_list`, `*`, `image_url`. */
function fieldPath(pointer) {
  const keys = pointer.split('/').slice(1)
  return keys.flatMap((key, index) => {
    if (key === 'items') return ['*']
    return keys[index - 1] === 'properties' ? [key] : []
  })
}

function describe(schema) {
  const rules = {}
  const texts = {}
  const media = []
  walk(schema, (node, pointer) => {
    if (typeof node.$comment === 'string') rules[pointer] = ruleOf(node.$comment)
    if (typeof node.description === 'string' && (node.anyOf || node.pattern))
      texts[pointer] = node.description
    if (node['x-media']) media.push({path: fieldPath(pointer), ...node['x-media']})
  })
  return {rules, texts, media}
}

const catalogueFolder = fileURLToPath(new URL('../../src/lib/catalog/', plugin))
const catalogue = JSON.parse(await readFile(`${catalogueFolder}catalogue.json`, 'utf8'))
const bundled = {bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20'}

/** What the program makes of the catalogue's rules: each model with its modes, lengths and abilities. */
async function modelTable() {
  const stdin = {contents: "export {entriesOf} from './entries.ts'", resolveDir: catalogueFolder}
  const {outputFiles} = await build({...bundled, stdin})
  const {entriesOf} = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
  // Retired models, too: what they can do is there to be learnt from.
  return entriesOf(catalogue, '9999-12-31').map(({model, endpoint, modes, camera_types, abilities}) => ({
    model: model ?? endpoint,
    endpoint,
    modes,
    camera_types,
    cells: abilities?.flatMap(({cells, ...rest}) =>
      Object.entries(cells).flatMap(([mode, durations]) =>
        durations.map(duration => ({mode, duration, ...rest})),
      ),
    ),
  }))
}

const posts = Object.values(document.paths).flatMap(({post}) => (post ? [post] : []))
const ajv = new Ajv2020({...settings.options, messages: false, code: {source: true, esm: true}})
for (const format of settings.formats) ajv.addFormat(format, true)
for (const keyword of settings.vocabulary) ajv.addKeyword(keyword)

const requests = {}
for (const operationId of operations) {
  const post = posts.find(operation => operation.operationId === operationId)
  const schema = inline(post.requestBody.content['application/json'].schema)
  ajv.addSchema({...schema, $id: operationId})
  requests[operationId] = describe(schema)
}

const data = {
  errorCodes: document['x-error-codes'].map(({code, http, meaning}) => ({code, http, meaning})),
  models: await modelTable(),
  prices: catalogue.prices.filter(({regions}) => regions === undefined),
  requests,
}
const validators = standalone(ajv, Object.fromEntries(operations.map(id => [id, id])))
const module = `${validators}
import {findPrice, unitsOf} from ${JSON.stringify(`${catalogueFolder}prices.ts`)}
export const api = {...${JSON.stringify(data)}, findPrice, unitsOf, validators: {${operations.join(', ')}}}`

const {outputFiles} = await build({
  stdin: {contents: module, resolveDir: fileURLToPath(plugin), sourcefile: 'validators.js'},
  ...bundled,
  minify: true,
})
await mkdir(new URL('dist/', plugin), {recursive: true})
await writeFile(new URL('dist/validators.js', plugin), outputFiles[0].contents)
