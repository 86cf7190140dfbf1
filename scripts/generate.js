// Writes what is generated: from api/kling.openapi.yaml the types of the API, from api/catalogue.yaml the catalogue and its
// tables, from the imports the picture of the architecture.
// `node scripts/generate.js --check` writes nothing and exits with 1 when a file is stale.
import {readFile, writeFile} from 'node:fs/promises'
import openapiTypes, {astToString} from 'openapi-typescript'
import {format, resolveConfig} from 'prettier'
import {parse} from 'yaml'
import {architectureSvg} from './architecture-svg.js'
import {modelsPage} from './models-page.js'

const root = new URL('../', import.meta.url)
const source = new URL('api/kling.openapi.yaml', root)

/** The templates of the endpoint of effects, with how many images they take and where they are. */
function effects({components: {schemas}}) {
  const rows = (schema, images) => {
    const {enum: scenes, 'x-retired': retired = {}, 'x-absent-region': absent = {}} = schema
    return scenes.map(scene => {
      const until = Object.keys(retired).find(day => retired[day].includes(scene))
      const regions = Object.keys(absent).filter(region => absent[region].includes(scene))
      return {
        scene,
        images,
        ...(regions.length > 0 && {absent: regions}),
        ...(until !== undefined && {until}),
      }
    })
  }
  return [
    ...rows(schemas.EffectSingleScene, 1),
    ...rows(schemas.EffectDualScene, 2),
    ...rows(schemas.EffectLegacyDualScene, 2),
  ].sort((a, b) => (a.scene < b.scene ? -1 : 1))
}

/** The catalogue as it is shipped: that of api/catalogue.yaml, its rows complete, and the effects. */
function catalogue(document, source) {
  const {lists: _lists, ...rest} = parse(source, {maxAliasCount: -1})
  const ofPage = {asOf: rest.pricesAsOf, evidence: 'price page'}
  const prices = rest.prices.map(row => ({...ofPage, ...row}))
  return {...rest, prices, effects: effects(document)}
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

/** Path → its operation and the fields that a body may have, of all that takes a POST. */
function requestFields(document) {
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, {post}]) => {
      const body = resolved(document, post?.requestBody)?.content?.['application/json']?.schema
      const fields = () => [...new Set(fieldNames(document, body))].sort()
      return body ? [[path, {operation: post.operationId, fields: fields()}]] : []
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
const models = catalogue(document, await readFile(new URL('api/catalogue.yaml', root), 'utf8'))
const json = value => JSON.stringify(value, null, 2)
const page = await readFile(new URL('docs/models.md', root), 'utf8')
const files = {
  'src/lib/api/generated-types.ts':
    '// Generated from api/kling.openapi.yaml by scripts/generate.js. Do not edit.\n' +
    astToString(await openapiTypes(source, {defaultNonNullable: false})),
  // Not formatted: the program reads it, and a signature is over its bytes.
  'src/lib/catalog/catalogue.json': `${JSON.stringify(models)}\n`,
  'src/lib/catalog/request-fields.json': json(requestFields(document)),
  'src/lib/catalog/request-texts.json': json(requestTexts(document)),
  'src/lib/catalog/api-codes.json': json(codes(document)),
  'docs/models.md': await modelsPage(page, models),
  'docs/architecture.svg': await architectureSvg(),
}

let stale = 0
for (const [path, text] of Object.entries(files)) {
  const file = new URL(path, root)
  const config = await resolveConfig(file)
  const wanted = /\.(ts|svg)$|catalogue\.json$/.test(path)
    ? text
    : await format(text, {...config, filepath: path})
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
