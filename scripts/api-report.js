// Writes api/plugin-api.md: what plugins can import, from the built declarations.
// `node scripts/api-report.js --check` writes nothing; it tells what changed and exits with 1 when the report is stale.
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {format, resolveConfig} from 'prettier'
import {compareReports, readSurface, reportOf, versionRule} from './api-surface.js'
import {root} from './ensure-installed.js'

const path = 'api/plugin-api.md'
const file = join(root, path)
const filepath = file
const wanted = await format(reportOf(readSurface()), {...(await resolveConfig(file)), filepath})
const present = existsSync(file) ? readFileSync(file, 'utf8') : ''

if (present !== wanted && process.argv.includes('--check')) {
  const changes = compareReports(present, wanted)
  console.error([`${path} is stale: run \`npm run generate\`.`, ...changes, versionRule].join('\n'))
  process.exitCode = 1
} else if (present !== wanted) {
  writeFileSync(file, wanted)
  console.log(`wrote ${path}`)
}
