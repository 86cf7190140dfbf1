// The picture in docs/architecture.md: the rooms of src/lib in their order, and which imports which, as the imports say.
import {cruise} from 'dependency-cruiser'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import cruiserConfig from '../.dependency-cruiser.js'
import {purposes, rooms} from './rooms.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What stands above the rooms, lowest first. */
const above = {
  'lib/*.ts': 'the public modules: kling-cli, kling-cli/plugin, kling-cli/testing',
  hooks: 'answers to our own hooks: region, credentials, error',
  commands: 'a class per command: flags, and one call',
  cli: 'what starts the program, and how it exits',
}

/** `journal` for src/lib/journal/reader.ts; undefined for what is not in the picture. */
function roomOf(path) {
  const [, room] = /^src\/lib\/([^/]+)\//.exec(path) ?? []
  if (room) return room
  if (/^src\/lib\/[^/]+\.ts$/.test(path)) return 'lib/*.ts'
  return /^src\/(cli|commands|hooks)\//.exec(path)?.[1]
}

/** Files and lines of each row, and the number of imports from one row to another. */
async function measure(names) {
  const {output} = await cruise(['src'], {...cruiserConfig.options, baseDir: root}, {}, {})
  const rows = Object.fromEntries(names.map(name => [name, {files: 0, lines: 0, imports: {}}]))
  for (const {source, dependencies} of output.modules) {
    const row = rows[roomOf(source)]
    if (!row) continue
    row.files++
    row.lines += readFileSync(root + source, 'utf8').split('\n').length - 1
    for (const {resolved} of dependencies) {
      const to = roomOf(resolved)
      if (to && rows[to] !== row) row.imports[to] = (row.imports[to] ?? 0) + 1
    }
  }
  return rows
}

const cell = 17
const left = {name: 12, purpose: 100, size: 440, matrix: 520}

const text = (x, y, content, attributes = '') =>
  `<text x="${x}" y="${y}" ${attributes}>${String(content).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`

/** The picture as SVG: a row for each room, a dot for each room that it imports from, larger for more imports. */
export async function architectureSvg() {
  const names = [...rooms, ...Object.keys(above)]
  const measured = await measure(names)
  const rows = [...names].reverse()
  const top = 100
  const width = left.matrix + names.length * cell + 20
  const height = top + rows.length * cell + 20
  const parts = names.map((name, index) => {
    const x = left.matrix + index * cell + cell / 2
    return text(0, 0, name, `transform="translate(${x + 4} ${top - 8}) rotate(-60)" class="name"`)
  })
  rows.forEach((name, index) => {
    const y = top + index * cell
    const {files, lines, imports} = measured[name]
    if (index % 2 === 0) parts.push(`<rect x="0" y="${y}" width="${width}" height="${cell}" class="band"/>`)
    parts.push(
      text(left.name, y + 12, name, 'class="name"'),
      text(left.purpose, y + 12, purposes[name] ?? above[name]),
      text(left.matrix - 16, y + 12, `${files} files, ${lines}`, 'class="size"'),
    )
    const own = left.matrix + names.indexOf(name) * cell + cell / 2
    parts.push(`<rect x="${own - 3}" y="${y + 5}" width="6" height="6" class="own"/>`)
    for (const [to, count] of Object.entries(imports)) {
      const x = left.matrix + names.indexOf(to) * cell + cell / 2
      const radius = Math.min(2 + Math.sqrt(count), 7).toFixed(1)
      parts.push(
        `<circle cx="${x}" cy="${y + cell / 2}" r="${radius}"><title>${name} → ${to}: ${count}</title></circle>`,
      )
    }
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The rooms of src/lib and their imports">
<style>svg{background:#fff;font:11px system-ui,sans-serif;fill:#24292f}.name{font-weight:600}.size{text-anchor:end;fill:#6e7781}.band{fill:#f6f8fa}.own{fill:#8c959f}circle{fill:#0969da}</style>
${parts.join('\n')}
</svg>
`
}
