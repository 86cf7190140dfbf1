// The tables of docs/models.md: what the models can do that are served now, and what they cost.

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
  const found = []
  for (const [feature, name] of Object.entries(features)) {
    const having = abilities
      ? modes.filter(mode => abilities.some(row => row.cells[mode] && row[feature]))
      : entry[feature] || scenarios?.some(row => row[feature])
        ? modes
        : []
    if (having.length === modes.length) found.push(name)
    else if (having.length > 0) found.push(`${name} (${having.join(', ')})`)
  }
  return found.join(', ')
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

function modelTable(models) {
  const rows = models
    .filter(({endpoint, retired, supported}) => commands[endpoint] && !retired && supported !== false)
    .map(entry => [
      `\`${commands[entry.endpoint]}\``,
      entry.model ? `\`${entry.model}\`` : '',
      entry.modes.join(', '),
      secondsOf(entry),
      featuresOf(entry),
    ])
  return table(['`kling video …`', 'model', 'modes', 'seconds', 'also supports'], rows)
}

function priceTable({asOf, usdPerUnit, perSecond}, models) {
  const known = new Set(models.map(({model, endpoint}) => model ?? endpoint))
  const rows = perSecond
    .map(({models, case: use, std, pro, '4k': most}) => [
      models.find(name => known.has(name)),
      use,
      std,
      pro,
      most,
    ])
    .filter(([model]) => model)
    .map(([model, ...cells]) => [`\`${model}\``, ...cells.map(cell => cell ?? '')])
  return `Units per second, prices as of ${asOf}; one unit is $${usdPerUnit}.\n\n${table(['model', 'with', 'std', 'pro', '4k'], rows)}`
}

/** The page with fresh tables between its marks. */
export function modelsPage(page, models, prices) {
  const put = (text, mark, content) =>
    text.replace(
      new RegExp(`(<!-- ${mark} -->\n)[^]*(<!-- ${mark}stop -->)`),
      (_, start, stop) => `${start}\n${content}\n\n${stop}`,
    )
  return put(put(page, 'models', modelTable(models)), 'prices', priceTable(prices, models))
}
