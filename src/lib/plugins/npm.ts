import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {findNpm} from './find-npm.js'
import type {PluginSpec} from './spec.js'

export interface NpmOptions {
  /** Folder whose package.json is added to. */
  folder: string
  /** What to install. */
  spec: string
  /** Where that is from. */
  source: PluginSpec['source']
  /** Environment of the user: npm finds its settings and its proxy there. */
  env: Record<string, string | undefined>
}

/**
 * What npm is told besides: nothing of a package is run, nothing but it is fetched, and its dependencies come from the
 * registry. npm 12 takes git and URLs only when it is told to.
 */
const flags = [
  '--ignore-scripts',
  '--allow-git=root',
  '--allow-remote=root',
  '--legacy-peer-deps',
  '--omit=dev',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--no-progress',
  '--loglevel=error',
  '--json',
]

/** npm's codes for what is not there. */
const notFound = ['E404', 'ENOVERSIONS', 'ETARGET', 'ENOENT']

/**
 * The lowest npm that will do. 10 comes with the oldest Node that runs this program. Up to 10, npm runs the script
 * `prepare` of a git repository in spite of --ignore-scripts.
 */
const lowestMajor = (source: NpmOptions['source']): number => (source === 'git' ? 11 : 10)

/**
 * What Node is told: npm may start no program, so that no script of a package can run, whatever its version.
 * Only a git repository is fetched by one. Facts, each tried: the flag has another name on Node 20; the network is
 * closed from Node 25 on.
 */
function nodeFlags(source: NpmOptions['source'], nodeVersion: string): string[] {
  if (source === 'git') return []
  const major = parseInt(nodeVersion.slice(1))
  return [
    '--no-warnings',
    major < 22 ? '--experimental-permission' : '--permission',
    '--allow-fs-read=*',
    '--allow-fs-write=*',
    ...(major < 25 ? [] : ['--allow-net']),
  ]
}

/**
 * Installs a package with npm, without running anything of it.
 * @throws KlingError `plugin_not_found`, `plugin_install_failed`, `plugin_incompatible`
 */
export async function npmInstall({folder, spec, source, env}: NpmOptions): Promise<void> {
  if (process.versions.deno) {
    throw new KlingError('plugin_incompatible', t`Plugins cannot be installed under Deno.`, {
      hint: t`Run kling with Node.js to install plugins.`,
    })
  }
  const {cli} = findNpm({execPath: process.execPath, env, major: lowestMajor(source)})
  const {code, output, errors} = await new Promise<{code: number | null; output: string; errors: string}>(
    (resolve, reject) => {
      const child = spawn(
        process.execPath,
        [...nodeFlags(source, process.version), cli, 'install', spec, ...flags],
        {
          cwd: folder,
          env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('KLING_'))),
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      let output = ''
      let errors = ''
      child.stdout.on('data', piece => (output += String(piece)))
      child.stderr.on('data', piece => (errors += String(piece)))
      child.on('error', reject)
      child.on('close', code => resolve({code, output, errors}))
    },
  ).catch((error: NodeJS.ErrnoException) => {
    throw new KlingError('plugin_install_failed', t`Cannot start npm (${error.code}).`, {cause: error})
  })
  if (code === 0) return
  const {code: npmCode, summary} = readFailure(output)
  const reason = summary || errors.replace(/^npm \w+ /gm, '').trim() || t`npm exited with ${String(code)}`
  // A dependency that is missing is another matter.
  const name = spec.replace(/(?<=.)@[^@/]*$/, '')
  const isMissing = npmCode !== undefined && notFound.includes(npmCode) && isNamed(reason, name)
  throw new KlingError(
    isMissing ? 'plugin_not_found' : 'plugin_install_failed',
    isMissing
      ? t`Plugin not found: ${spec} (${firstLines(reason)}).`
      : t`Cannot install ${spec}: ${firstLines(reason)}`,
    {
      hint: isMissing
        ? t`Check the name and the registry that npm uses (npm config get registry).`
        : t`Check the network and the npm settings, then try again. Nothing was changed.`,
    },
  )
}

function readFailure(output: string): {code?: string; summary?: string} {
  try {
    const {error} = JSON.parse(output) as {error?: {code?: string; summary?: string}}
    return error ?? {}
  } catch {
    return {}
  }
}

const isNamed = (text: string, name: string): boolean =>
  [name, name.replace('/', '%2f')].some(form => text.toLowerCase().includes(form.toLowerCase()))

const firstLines = (text: string): string =>
  text.split('\n').filter(Boolean).slice(0, 2).join(' ').slice(0, 300)

/** What npm put into a folder: the name of the package, and its hash where it came from a registry. */
export function readInstalled(folder: string): {
  name: string
  integrity: string | undefined
  resolved: string | undefined
} {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const {dependencies = {}} = read('package.json') as {dependencies?: Record<string, string>}
  const [name] = Object.keys(dependencies)
  if (name === undefined) throw new KlingError('plugin_install_failed', t`npm installed nothing.`)
  const {packages = {}} = read('package-lock.json') as {
    packages?: Record<string, {integrity?: string; resolved?: string}>
  }
  const {integrity, resolved} = packages[`node_modules/${name}`] ?? {}
  return {name, integrity, resolved}
}
