import {existsSync} from 'node:fs'
import {mkdir, mkdtemp, realpath, rm} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {foldersOf} from '../config/folders.js'
import {readInstalledIndex} from '../plugins/installed-index.js'
import {writeInstalledIndex} from '../plugins/write-installed-index.js'
import {host, runKling} from './run-kling.js'
import type {Home} from './types.js'

/** What a home is made of. */
export interface HomeOptions {
  /** Folder of the plugin under test, built: it is linked with `kling plugins link FOLDER --yes`. */
  plugin?: string
  /**
   * Folder of `@kling-cli/plugin-sandbox`, which brings the region `sandbox`. Left out: the one of the plugin's
   * devDependencies, if it is there (a checkout of kling brings its own); false: none.
   */
  sandbox?: string | false
  /** Environment of each run in this home, such as `{KLING_SANDBOX_SPEED: '50'}`. */
  env?: Record<string, string>
}

/** Names without which programs do not run, or not find a place for temporary files. */
const inherited = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'COMSPEC', 'PATHEXT']

const sandboxName = '@kling-cli/plugin-sandbox'

/**
 * Makes a private home in the system's folder for temporary files and links the plugin under test into it.
 *
 * @param options the plugin's folder, the sandbox, environment; all may be left out
 * @throws Error with what `kling plugins link` said, when a plugin cannot be linked; the home is removed then
 */
export async function makeHome(options: HomeOptions = {}): Promise<Home> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'kling-home-')))
  // Side by side: a plugin gets no access to a folder that holds the program's own.
  const [folder, user] = [join(root, 'work'), join(root, 'user')]
  await Promise.all([mkdir(folder), mkdir(user)])
  const env = {...systemEnvironment(), HOME: user, USERPROFILE: user, NO_COLOR: '1', ...options.env}
  const remove = async (): Promise<void> => {
    if (existsSync(join(dataDirOf(env), 'sandbox')))
      await runKling(['sandbox', 'reset'], {home: {folder, env}})
    await rm(root, {recursive: true, force: true, maxRetries: 5})
  }
  const home: Home = {folder, env, remove, [Symbol.asyncDispose]: remove}
  const {plugin, sandbox = findSandbox(plugin)} = options
  try {
    if (sandbox) await linkSandbox(sandbox, home)
    if (plugin) await link(plugin, home)
  } catch (error) {
    await remove()
    throw error
  }
  return home
}

function systemEnvironment(): Record<string, string> {
  return Object.fromEntries(inherited.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))
}

const dataDirOf = (env: Record<string, string>): string => foldersOf({env}).dataDir

function findSandbox(plugin = '.'): string | undefined {
  if (existsSync(join(host, 'plugins'))) return undefined
  try {
    const from = createRequire(join(resolve(plugin), 'package.json'))
    return dirname(from.resolve(`${sandboxName}/package.json`))
  } catch {
    return undefined
  }
}

async function link(folder: string, home: Home): Promise<void> {
  const {exitCode, stderr} = await runKling(['plugins', 'link', resolve(folder), '--yes'], {home})
  if (exitCode !== 0)
    throw new Error(`kling plugins link ${folder} --yes exited with ${exitCode}:\n${stderr}`)
}

/** Only the sandbox itself may be the region `sandbox`; linked it counts as untrusted until it is trusted. */
async function linkSandbox(folder: string, home: Home): Promise<void> {
  await link(folder, home)
  const dataDir = dataDirOf(home.env)
  const {plugins} = readInstalledIndex(dataDir)
  await writeInstalledIndex(
    dataDir,
    plugins.map(plugin => (plugin.name === sandboxName ? {...plugin, trusted: true} : plugin)),
  )
}
