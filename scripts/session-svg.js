// Draws what a terminal showed as an SVG that plays by itself: rows of text that CSS shows from their time to their end.

const cell = {width: 8.4, height: 20}
const edge = {side: 18, top: 44, bottom: 18}

/** The 16 colours of a terminal, on dark. */
const palette = [
  ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ...['#8b949e', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
]

const escape = text => text.replace(/[&<>]/g, char => `&${{'&': 'amp', '<': 'lt', '>': 'gt'}[char]};`)
const short = number => String(Math.round(number * 100) / 100)

function pieceSvg({column, width, text, style: {color, isBold, isDim}}) {
  const attributes = [
    `x="${short(column * cell.width)}"`,
    // Whatever the font: columns stay columns.
    width > 1 && `textLength="${short(width * cell.width)}"`,
    color !== undefined && `fill="${palette[color] ?? palette[15]}"`,
    isBold && 'font-weight="bold"',
    isDim && 'opacity=".6"',
  ]
  return `<tspan ${attributes.filter(Boolean).join(' ')}>${escape(text)}</tspan>`
}

/** Each row's contents with the times between which they are seen; those of the last screen have no end. */
function stretches(frames, rows) {
  const found = []
  for (let row = 0; row < rows; row++) {
    let shown
    for (const {at, screen} of frames) {
      const pieces = screen[row]
      const key = JSON.stringify(pieces)
      if (key === shown?.key) continue
      if (shown) shown.to = at
      shown = {key, row, pieces, from: at}
      if (pieces.length > 0) found.push(shown)
    }
  }
  return found
}

/**
 * @param {object} session
 * @param {{at: number, screen: object[][]}[]} session.frames screens with their times in ms: rows of pieces of text
 * @param {number} session.duration of one turn, in ms
 * @param {number} session.columns
 * @param {number} session.rows
 * @param {string} session.title for those who cannot see it
 */
export function sessionSvg({frames, duration, columns, rows, title}) {
  const width = Math.ceil(columns * cell.width + 2 * edge.side)
  const height = rows * cell.height + edge.top + edge.bottom
  const percent = at => `${short((at / duration) * 100)}%`
  const names = new Map()
  const rules = []
  const texts = stretches(frames, rows).map(({row, pieces, from, to}) => {
    const time = `${from}-${to}`
    if (!names.has(time)) {
      const name = `t${names.size}`
      names.set(time, name)
      const start =
        from > 0 ? `0%{visibility:hidden}${percent(from)}{visibility:visible}` : '0%{visibility:visible}'
      const end = to === undefined ? '' : `${percent(to)}{visibility:hidden}`
      rules.push(`.${name}{animation-name:${name}}@keyframes ${name}{${start}${end}}`)
    }
    const classes = [names.get(time), to === undefined && 'last'].filter(Boolean).join(' ')
    return `<text class="${classes}" y="${(row + 1) * cell.height - 6}">${pieces.map(pieceSvg).join('')}</text>`
  })
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (color, index) => `<circle cx="${20 + index * 20}" cy="20" r="6" fill="${color}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:#e6edf3;white-space:pre;visibility:hidden;animation:${short(duration / 1000)}s step-end infinite}
.last{visibility:visible}
@media (prefers-reduced-motion:reduce){text{animation:none!important}}
${rules.join('\n')}
</style>
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
${dots.join('')}
<g transform="translate(${edge.side} ${edge.top})">
${texts.join('\n')}
</g>
</svg>
`
}
