// Plugins: how long an installation takes and how much it adds, and what they cost when they are there.
import {cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {register} from 'tsx/esm/api'
import {median, pairs, spreadOf, time} from './measure.js'

const rounds = 11
const command = ['voice', 'create', 'Ann']

register()
const {startRegistry} = await import('../test/support/registry.ts')

/** Runs with a registry on loopback that has our voice plugin, and a home of its own. */
async function withRegistry({program, node, env, temp, root}, work) {
  const registry = await startRegistry()
  try {
    await registry.publish(join(root, 'plugins/voice'))
    const home = join(temp, 'with-plugin')
    const own = {...env, ...registry.env, HOME: home}
    rmSync(home, {recursive: true, force: true})
    const install = () => time([node, program, 'plugins', 'install', 'voice'], {env: own})
    await install()
    return await work({home, env: own, install})
  } finally {
    await registry.close()
  }
}

/** Bytes of the files in a folder. */
function bytesOf(folder) {
  return readdirSync(folder, {withFileTypes: true}).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? bytesOf(path) : entry.isFile() ? statSync(path).size : 0)
  }, 0)
}

/** A copy of a home in which the plugin is untrusted, so that it runs in a separate process. */
function asStranger(home, temp) {
  const copy = join(temp, 'with-stranger')
  cpSync(home, copy, {recursive: true, verbatimSymlinks: true})
  const index = join(copy, '.local/share/kling-cli/plugins/index.json')
  const text = readFileSync(index, 'utf8').replaceAll(home, copy).replace('"trusted":true', '"trusted":false')
  writeFileSync(index, text)
  return copy
}

const measure = (name, limit, unit, run) => ({group: 'plugins', name, limit, unit, run})

export const measures = [
  measure('installing voice', 2, 's', context =>
    withRegistry(context, async ({install}) => {
      const times = []
      for (let round = 0; round < 5; round++) times.push((await install()) / 1000)
      return {value: median(times), spread: spreadOf(times)}
    }),
  ),
  measure('size added by installing voice', 200, 'KB', context =>
    withRegistry(context, async ({home}) => ({
      value: bytesOf(join(home, '.local/share/kling-cli/plugins')) / 1000,
    })),
  ),
  measure('other commands with a plugin installed, vs without', 1.05, '×', context =>
    withRegistry(context, async ({env}) => {
      const list = all => () => time([context.node, context.program, 'config', 'list'], {env: all})
      const [without, beside] = [list(context.env), list(env)]
      for (let warm = 0; warm < 2; warm++) await Promise.all([without(), beside()])
      const {ratio, spread, first, second} = await pairs(without, beside, 2 * rounds)
      return {value: ratio, spread, detail: `${second.toFixed(0)} ms vs ${first.toFixed(0)} ms`}
    }),
  ),
  measure('a command in a plugin process, vs in the program', 1.3, '×', context =>
    withRegistry(context, async ({home, env}) => {
      const stranger = {...env, HOME: asStranger(home, context.temp)}
      const run = all => () => time([context.node, context.program, ...command], {env: all, codes: [2]})
      const [inside, sealed] = [run(env), run(stranger)]
      for (let warm = 0; warm < 2; warm++) await inside().then(sealed)
      const {ratio, spread, first, second} = await pairs(inside, sealed, rounds)
      return {value: ratio, spread, detail: `${second.toFixed(0)} ms vs ${first.toFixed(0)} ms`}
    }),
  ),
]
