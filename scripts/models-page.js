// The tables of docs/models.md: what the models can do that are served now, and what they cost. What the rules of the
// catalogue come to is what the program makes of them.
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const folder = fileURLToPath(new URL('../src/lib/catalog/', import.meta.url))

/** The program's own reading of a catalogue. */
async function reader() {
  const contents = "export {entriesOf, entryOf} from './entries.ts'; export {serviceOf} from './lifecycle.ts'"
  const {outputFiles} = await build({
    stdin: {contents, resolveDir: folder},
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}

const commands = {
  'omni-video': 'create',
  text2video: 'create-from-text',
  image2video: 'create-from-image',
  'motion-control': 'create-motion-control',
  avatar: 'create-avatar',
}

const features = {
  sound: 'sound',
  voice: 'voices',
  end_frame: 'last frame',
  multi_shot: 'several shots',
  elements: 'elements',
  negative_prompt: '`--negative`',
}

/** `3–15`, `5, 10` */
function span(durations) {
  const numbers = durations.map(Number)
  const isRun = numbers.length > 2 && numbers.at(-1) - numbers[0] === numbers.length - 1
  return isRun ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join(', ')
}

const scenarioNames = {
  first_last_frame: 'two frames',
  reference: 'references',
  feature_video: 'reference video',
}

function secondsOf({endpoint, durations, scenarios}) {
  if (durations?.length > 0) return span(durations)
  if (endpoint === 'motion-control') return 'as the motion video'
  if (endpoint === 'avatar') return 'as the speech'
  const [usual] = scenarios
  const others = scenarios.filter(
    ({durations}) => durations.length > 0 && span(durations) !== span(usual.durations),
  )
  if (others.length === 0) return span(usual.durations)
  return `${span(usual.durations)}; with ${others.map(({id}) => scenarioNames[id]).join(', ')} ${span(others[0].durations)}`
}

/** Features with the modes that have them, where not all have. */
function featuresOf({modes, abilities, scenarios, ...entry}) {
  const hasLastFrame = scenarios?.some(row => row.id === 'first_last_frame' && row.durations.length > 0)
  const found = []
  for (const [feature, name] of Object.entries(features)) {
    const has = entry[feature] || (feature === 'elements' && entry.maxElements > 0)
    const having = abilities
      ? modes.filter(mode => abilities.some(row => row.cells[mode] && row[feature]))
      : has || (feature === 'end_frame' && hasLastFrame)
        ? modes
        : []
    if (having.length > 0 && having.length === modes.length) found.push(name)
    else if (having.length > 0) found.push(`${name} (${having.join(', ')})`)
  }
  return found.join(', ')
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

const code = text => `\`${text}\``

function modelTable(entries) {
  const rows = entries
    .filter(({endpoint, retired}) => commands[endpoint] && !retired)
    .map(entry => [
      code(commands[entry.endpoint]),
      entry.model ? code(entry.model) : '',
      entry.alias.map(code).join(', '),
      entry.modes.join(', '),
      secondsOf(entry),
      featuresOf(entry),
    ])
  return table(['`kling video …`', 'model', 'in the new standard', 'modes', 'seconds', 'also supports'], rows)
}

/** Models that only the new standard has. */
function newTable(catalogue, {entryOf}, today) {
  const rows = catalogue.models.flatMap(model => {
    const offers = model.offers.filter(({product}) => commands[product])
    if (offers.length === 0 || offers.some(({standard}) => standard === 'v1')) return []
    // Of what is not confirmed, what sources say is all that there is.
    const rules = model.rules.map(rule => ({...rule, level: 'refuse'}))
    return offers.map(offer => {
      const entry = entryOf(
        catalogue,
        {...model, rules: model.unconfirmed ? rules : model.rules},
        offer,
        today,
      )
      return [
        code(model.key),
        code(offer.path),
        entry.modes.join(', '),
        secondsOf(entry),
        model.unconfirmed ? `unconfirmed: ${model.unconfirmed}` : `since ${offer.from}`,
      ]
    })
  })
  return table(['model', 'path', 'modes', 'seconds', ''], rows)
}

function retiredTable(catalogue, {serviceOf}, today) {
  const rows = catalogue.models.flatMap(({key, offers}) => {
    const known = offers.filter(({product}) => commands[product])
    const services = known.map(offer => serviceOf(offer, today))
    if (known.length === 0 || services.some(({state}) => state !== 'retired')) return []
    const [{day, isSeen}] = services
    return [[code(key), isSeen ? `no longer served, seen on ${day}` : day, known[0].evidence]]
  })
  return table(['model', 'retired', 'known from'], rows)
}

const caseOf = ({when = {}}) =>
  Object.entries(when)
    .map(([name, value]) => {
      if (Array.isArray(value)) return name === 'product' ? '' : `${name} ${value.join(' or ')}`
      return typeof value === 'object' ? `${name} from ${value.min}` : `${name} ${value}`
    })
    .filter(Boolean)
    .join(', ')

function priceTable({pricesAsOf, prices, models}) {
  const isVideo = key =>
    models.find(model => model.key === key)?.offers.some(({product}) => commands[product])
  const rows = prices
    .filter(({model, per}) => model && per === 'second' && isVideo(model))
    .map(row => [
      code(row.model),
      caseOf(row),
      ...['720p', '1080p', '4k'].map(resolution => row.units[resolution] ?? ''),
      row.of,
      row.regions?.join(', ') ?? '',
    ])
  return (
    `Units per second, prices as of ${pricesAsOf}; \`of\` says whose seconds: those of the result (output), of the video that goes in (input), or of the speech. A row with a region takes the place of the others there.\n\n` +
    table(['model', 'with', 'std', 'pro', '4k', 'of', 'region'], rows)
  )
}

function callTable({prices}) {
  const rows = prices
    .filter(({operation, per, model}) => operation || (model && per === 'image'))
    .map(row => [
      code(row.operation ?? row.model),
      caseOf(row),
      row.units,
      row.round === 'started-5' ? 'second, in steps of 5' : row.per,
      row.pack ?? 'video',
    ])
  return table(['operation or model', 'with', 'units', 'per', 'pack'], rows)
}

/** The page with fresh tables between its marks. */
export async function modelsPage(page, catalogue) {
  const program = await reader()
  const today = catalogue.issued
  const put = (text, mark, content) =>
    text.replace(
      new RegExp(`(<!-- ${mark} -->\n)[^]*(<!-- ${mark}stop -->)`),
      (_, start, stop) => `${start}\n${content}\n\n${stop}`,
    )
  const tables = {
    models: modelTable(program.entriesOf(catalogue, today)),
    newmodels: newTable(catalogue, program, today),
    retired: retiredTable(catalogue, program, today),
    prices: priceTable(catalogue),
    calls: callTable(catalogue),
  }
  return Object.entries(tables).reduce((text, [mark, content]) => put(text, mark, content), page)
}
