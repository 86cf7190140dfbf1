// The page and the chart of a run.
import {cpus, release, totalmem, type} from 'node:os'

const digits = value =>
  value === undefined ? 'not measured' : value < 10 ? value.toFixed(2) : value.toFixed(0)

const sign = ({atLeast}) => (atLeast ? '≥' : '≤')

/** Whether a result keeps its limit; what could not be measured does not. */
export function isKept({value, limit, atLeast}) {
  return value !== undefined && (atLeast ? value >= limit : value <= limit)
}

function table(results) {
  const rows = results.map(result => {
    const {name, node, value, unit, limit, spread = '', detail = ''} = result
    return `| ${name} | ${node} | ${digits(value)} ${unit} | ${spread} | ${sign(result)} ${limit} ${unit} | ${isKept(result) ? 'yes' : '**no**'} | ${detail} |`
  })
  return [
    '| measurement | Node | median | quartiles | target | met | |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

const heading = '## Measured'

/** The page with a new measured part; the text before it is written by hand. */
export function withMeasured(text, results, {date, versions}) {
  const groups = [...new Set(results.map(({group}) => group))]
  const sections = groups.map(
    group => `### ${group}\n\n${table(results.filter(result => result.group === group))}`,
  )
  return `${text.split(heading)[0].trimEnd()}

${heading}

Written by \`npm run bench\`; \`npm run bench -- --check\` compares with the targets. Ratios are medians of pairs: the
program and its counterpart run alternately, so that a busy machine slows both down. NODE_EXTRA_CA_CERTS is unset: on Node 20,
that variable alone costs 40 ms.

${date}, ${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; ${versions.join(', ')}.

![Measurements relative to their targets](performance.svg)

${sections.join('\n\n')}
`
}

const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A bar for each measure: its share of the target, which is the line. */
export function chart(results) {
  const shown = results.filter(({value}) => value !== undefined)
  const row = 18
  const [left, width] = [380, 300]
  const bars = shown.map((result, index) => {
    const {name, node, value, limit, unit, atLeast} = result
    const share = atLeast ? limit / value : value / limit
    const y = 30 + index * row
    const color = isKept(result) ? '#3a7d5c' : '#c0562f'
    const length = Math.min(share, 1.6) * (width / 1.6)
    return `<text x="${left - 8}" y="${y + 12}" text-anchor="end">${escape(`${name} (${node})`)}</text>
<rect x="${left}" y="${y + 2}" width="${length.toFixed(1)}" height="12" fill="${color}"/>
<text x="${(left + length + 6).toFixed(1)}" y="${y + 12}">${escape(`${digits(value)} ${unit}`)}</text>`
  })
  const height = 40 + shown.length * row
  const line = left + width / 1.6
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="${height}" font-family="sans-serif" font-size="11" fill="#333">
<rect width="800" height="${height}" fill="#fff"/>
<text x="${line}" y="18" text-anchor="middle">target</text>
<line x1="${line}" y1="24" x2="${line}" y2="${height - 8}" stroke="#888" stroke-dasharray="3 3"/>
${bars.join('\n')}
</svg>
`
}
