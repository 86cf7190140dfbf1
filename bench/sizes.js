// How large the program is, and how many files a start reads.
import {spawnSync} from 'node:child_process'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'

const npm = join(dirname(createRequire(import.meta.url).resolve('npm/package.json')), 'bin/npm-cli.js')

/** Prints the number of modules that were loaded, at the end of the run. */
const counter = `process.on('exit', () => {
  process.stderr.write(String(Object.keys(require('node:module')._cache).length))
})`

export const measures = [
  {
    group: 'sizes',
    name: 'packed size',
    limit: 3,
    unit: 'MB',
    async run({root, node}) {
      const {stdout} = spawnSync(node, [npm, 'pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
      })
      const [{size, unpackedSize, entryCount}] = JSON.parse(stdout)
      return {
        value: size / 1e6,
        detail: `${entryCount} files, ${(unpackedSize / 1e6).toFixed(1)} MB unpacked`,
      }
    },
  },
  {
    group: 'sizes',
    name: 'modules loaded by --version',
    limit: 10,
    unit: '',
    async run({program, node, env}) {
      const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('/');${encodeURIComponent(counter)}`
      const {stderr} = spawnSync(node, [`--import=${preload}`, program, '--version'], {env, encoding: 'utf8'})
      return {value: Number(stderr)}
    },
  },
]
