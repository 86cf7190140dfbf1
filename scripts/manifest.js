// Writes what the `oclif` tool makes of the built commands: oclif.manifest.json, so that oclif need not load
// every command at start, and the lists of commands in docs/commands.md and the plugins' READMEs; then the man pages,
// which are made of the manifests.
import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './ensure-installed.js'

const oclif = join(root, 'node_modules/oclif/bin/run.js')

function run(folder, ...args) {
  const {status} = spawnSync(process.execPath, [oclif, ...args], {cwd: join(root, folder), stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

/** Writes a manifest with its commands by name: oclif has them as the file system has their folders. */
function manifest(folder) {
  run(folder, 'manifest')
  const path = join(root, folder, 'oclif.manifest.json')
  const {commands, ...rest} = JSON.parse(readFileSync(path, 'utf8'))
  const sorted = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, JSON.stringify({commands: sorted, ...rest}, null, 2))
}

const readme = ['readme', '--no-aliases', '--no-source-links']
manifest('.')
run('.', ...readme, '--readme-path', 'docs/commands.md')
for (const plugin of ['plugins/sandbox', 'plugins/voice']) {
  manifest(plugin)
  run(plugin, ...readme)
}
await import('./man.js')
