// Writes what is generated: from api/kling.openapi.yaml the types of the API, the data of the catalogue and its tables, from
// the imports the picture of the architecture.
// `node scripts/generate.js --check` writes nothing and exits with 1 when a file is stale.
import {readFile, writeFile} from 'node:fs/promises'
import openapiTypes, {astToString} from 'openapi-typescript'
import {format, resolveConfig} from 'prettier'
import {parse} from 'yaml'
import {architectureSvg} from './architecture-svg.js'
import {modelsPage} from './models-page.js'

const root = new URL('../', import.meta.url)
const source = new URL('api/kling.openapi.yaml', root)

/** Cells with the same abilities become one row that lists their modes and durations. */
function groupCells(cells = []) {
  const rows = new Map()
  for (const {mode, duration, ...abilities} of cells) {
    const key = JSON.stringify(abilities)
    const row = rows.get(key) ?? {cells: {}, ...abilities}
    ;(row.cells[mode] ??= []).push(duration)
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** The endpoints that commands create tasks at; `x-models` describes more. */
const endpoints = ['omni-video', 'text2video', 'image2video', 'motion-control', 'avatar', 'video-extend']

/** Rules of the request schemas that `x-models` has no word for: `i2v.v3-prompt`. */
const promptRequired = new Set(['image2video kling-v3'])

function models(document) {
  const {lifecycle} = document['x-models']
  const video = document['x-models'].video.filter(({endpoint}) => endpoints.includes(endpoint))
  const states = lifecycle.filter(row => row.kind === 'video' && row.model)
  return video.map(({operationId: _operation, cells, 'x-since': since, ...entry}) => {
    const state = states.find(row => row.model === entry.model)
    return {
      ...entry,
      ...(since ? {since} : {}),
      ...(promptRequired.has(`${entry.endpoint} ${entry.model}`) ? {promptRequired: true} : {}),
      ...(state?.state === 'retired' ? {retired: state.date} : {}),
      ...(cells ? {abilities: groupCells(cells)} : {}),
    }
  })
}

/** Operations with a price for each call → the endpoint's name in the catalogue. */
const callEndpoints = {createVideoToAudio: 'video-to-audio', createCustomVoice: 'custom-voices'}

function prices(document) {
  const {asOf, unit, video, perCall} = document['x-prices']
  const calls = perCall.map(row => ({endpoint: callEndpoints[row.operationId], ...row}))
  return {asOf, usdPerUnit: unit.video.usd, perSecond: video, perCall: calls}
}

/** A schema, or the one that it refers to. */
const resolved = (document, schema) =>
  schema?.$ref
    ? schema.$ref
        .slice(2)
        .split('/')
        .reduce((at, name) => at[name], document)
    : schema

/** Names of the fields of a schema, of all its parts. */
function fieldNames(document, reference) {
  const schema = resolved(document, reference) ?? {}
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(word => schema[word] ?? [])
  return [...Object.keys(schema.properties ?? {}), ...parts.flatMap(part => fieldNames(document, part))]
}

/** Path → the fields that a body may have, of all that is created by a POST. */
function requestFields(document) {
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, {post}]) => {
      const body = resolved(document, post?.requestBody)?.content?.['application/json']?.schema
      return body ? [[path, [...new Set(fieldNames(document, body))].sort()]] : []
    }),
  )
}

/** The fields of a schema that are text, at any depth: `duration`, `image_list[].type`. */
function textFields(document, reference, path = '') {
  const schema = resolved(document, reference) ?? {}
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(word => schema[word] ?? [])
  const inside = parts.flatMap(part => textFields(document, part, path))
  if (schema.type === 'string') return [path, ...inside]
  if (schema.type === 'array') return [...textFields(document, schema.items, `${path}[]`), ...inside]
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    textFields(document, field, path === '' ? name : `${path}.${name}`),
  )
  return [...own, ...inside]
}

/** Path → the fields of a body that are text, of all that is created by a POST. */
function requestTexts(document) {
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, {post}]) => {
      const body = resolved(document, post?.requestBody)?.content?.['application/json']?.schema
      return body ? [[path, [...new Set(textFields(document, body))].sort()]] : []
    }),
  )
}

function codes(document) {
  return document['x-error-codes'].map(({code, http, meaning, advice, cliCode, retry, variants}) => ({
    code,
    http,
    cliCode,
    meaning,
    advice,
    retry,
    ...(variants ? {variants: variants.map(({message, cliCode}) => ({message, cliCode}))} : {}),
  }))
}

const document = parse(await readFile(source, 'utf8'))
const json = value => JSON.stringify(value, null, 2)
const page = await readFile(new URL('docs/models.md', root), 'utf8')
const files = {
  'src/lib/api/generated-types.ts':
    '// Generated from api/kling.openapi.yaml by scripts/generate.js. Do not edit.\n' +
    astToString(await openapiTypes(source, {defaultNonNullable: false})),
  'src/lib/catalog/models.json': json(models(document)),
  'src/lib/catalog/prices.json': json(prices(document)),
  'src/lib/catalog/request-fields.json': json(requestFields(document)),
  'src/lib/catalog/request-texts.json': json(requestTexts(document)),
  'src/lib/catalog/api-codes.json': json(codes(document)),
  'docs/models.md': modelsPage(page, models(document), prices(document)),
  'docs/architecture.svg': await architectureSvg(),
}

let stale = 0
for (const [path, text] of Object.entries(files)) {
  const file = new URL(path, root)
  const config = await resolveConfig(file)
  const wanted = /\.(ts|svg)$/.test(path) ? text : await format(text, {...config, filepath: path})
  const present = await readFile(file, 'utf8').catch(() => '')
  if (present === wanted) continue
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date. Run \`npm run generate\`.`)
    stale++
  } else {
    await writeFile(file, wanted)
    console.log(`wrote ${path}`)
  }
}
process.exitCode = stale ? 1 : 0
