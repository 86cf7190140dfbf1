import {readFileSync, realpathSync} from 'node:fs'
import {createRequire} from 'node:module'
import {basename, dirname, join} from 'node:path'
import {pathFolders} from '../fs/find-program.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** An npm that Node runs by its file: never a `.cmd`, never through a shell. */
export interface Npm {
  /** Path of npm-cli.js. */
  cli: string
  version: string
}

export interface FindNpmOptions {
  /** The Node that runs npm, and that it may have come with. */
  execPath: string
  /** Environment of the user, for PATH. */
  env: Record<string, string | undefined>
  /** Lowest major version that will do. */
  major: number
  /** A module from which `@oclif/plugin-plugins` is looked for, for the npm that it brings. */
  from?: string
}

const cliPath = 'node_modules/npm/bin/npm-cli.js'

/**
 * Finds npm: the one next to Node, else the first on PATH, else that of an installed `@oclif/plugin-plugins`.
 * One that is too old is passed over.
 * @throws KlingError `plugin_install_failed` that says what to install
 */
export function findNpm({execPath, env, major, from = import.meta.url}: FindNpmOptions): Npm {
  const folders = pathFolders({env, platform: process.platform})
  const places = [...[dirname(execPath), ...folders].flatMap(npmOfFolder), npmOfPluginManager(from)]
  const found = places.flatMap(cli => readNpm(cli) ?? [])
  const fitting = found.find(({version}) => parseInt(version) >= major)
  if (fitting) return fitting
  const [old] = found
  if (!old) {
    throw new KlingError('plugin_install_failed', t`npm was not found; installing plugins requires it.`, {
      hint: t`Install Node.js with npm from https://nodejs.org, or the package npm of your system.`,
    })
  }
  throw new KlingError(
    'plugin_install_failed',
    t`npm ${old.version} is too old: npm ${major} or later is required.`,
    {
      hint: t`Update it with: npm install --global npm@11`,
    },
  )
}

/** Where npm may be, of a folder with programs: behind the link `npm`, next to it on Windows, in `lib` elsewhere. */
function npmOfFolder(folder: string): string[] {
  return [linkedTo(join(folder, 'npm')), join(folder, cliPath), join(folder, '../lib', cliPath)].filter(
    path => basename(path) === 'npm-cli.js',
  )
}

function linkedTo(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return ''
  }
}

function npmOfPluginManager(from: string): string {
  try {
    const manager = createRequire(from).resolve('@oclif/plugin-plugins')
    return join(dirname(createRequire(manager).resolve('npm/package.json')), 'bin/npm-cli.js')
  } catch {
    return ''
  }
}

function readNpm(cli: string): Npm | undefined {
  try {
    const text = readFileSync(join(dirname(cli), '../package.json'), 'utf8')
    const {name, version} = JSON.parse(text) as {name: string; version: string}
    return name === 'npm' ? {cli: realpathSync(cli), version} : undefined
  } catch {
    return undefined
  }
}
