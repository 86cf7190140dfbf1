// Writes what the `oclif` tool makes of the built commands: oclif.manifest.json, so that oclif need not load
// every command at start, and the lists of commands in docs/commands.md and the plugins' READMEs; then the man pages,
// which are made of the manifests.
import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {root} from './ensure-installed.js'

const oclif = join(root, 'node_modules/oclif/bin/run.js')

function run(folder, ...args) {
  const {status} = spawnSync(process.execPath, [oclif, ...args], {cwd: join(root, folder), stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

const readme = ['readme', '--no-aliases', '--no-source-links']
run('.', 'manifest')
run('.', ...readme, '--readme-path', 'docs/commands.md')
for (const plugin of ['plugins/sandbox', 'plugins/voice']) {
  run(plugin, 'manifest')
  run(plugin, ...readme)
}
await import('./man.js')
