// Writes oclif.manifest.json of the program and of each plugin, so that oclif need not load every command.
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const root = new URL('..', import.meta.url)
const oclif = fileURLToPath(new URL('node_modules/oclif/bin/run.js', root))
for (const folder of ['.', 'plugins/sandbox']) {
  const cwd = fileURLToPath(new URL(folder, root))
  const {status} = spawnSync(process.execPath, [oclif, 'manifest'], {cwd, stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}
