// Builds the program, the packages and plugins of the workspace, dist/ of each, and the man pages.
import {spawnSync} from 'node:child_process'
import {cpSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {buildPackages, tsc} from './build-packages.js'
import {linkHost} from './link-host.js'

const root = fileURLToPath(new URL('..', import.meta.url))

function run(folder, ...args) {
  const {status} = spawnSync(process.execPath, args, {cwd: join(root, folder), stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

linkHost()
buildPackages()
rmSync(join(root, 'dist'), {recursive: true, force: true})
run('.', tsc, '-p', '.')
// Data is next to the bundle, as it is next to the modules in src/.
for (const folder of ['src/lib/catalog', 'src/lib/i18n']) {
  for (const name of readdirSync(join(root, folder)).filter(name => name.endsWith('.json')))
    cpSync(join(root, folder, name), join(root, 'dist', name))
}
cpSync(join(root, 'src/lib/completion/scripts'), join(root, 'dist/scripts'), {recursive: true})
run('.', tsc, '-p', 'src/gallery-page')
run('.', 'scripts/bundle.js')
// The example is built for its tests; no package holds it.
const plugins = ['plugins/sandbox', 'plugins/voice', 'examples/plugin-storyboard']
for (const plugin of plugins) rmSync(join(root, plugin, 'dist'), {recursive: true, force: true})
run('plugins/sandbox', 'scripts/build-validators.js')
for (const plugin of plugins) run(plugin, tsc, '-p', '.')
// The types of what others import; those of commands would name types of oclif, which a plugin need not have.
run('plugins/sandbox', tsc, '-p', 'tsconfig.index.json')
run('.', 'scripts/man.js')
