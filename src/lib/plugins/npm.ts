import {spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

export interface NpmOptions {
  /** Folder whose package.json is added to. */
  folder: string
  /** What to install. */
  spec: string
  /** Environment of the user: npm finds its settings and its proxy there. */
  env: Record<string, string | undefined>
}

/** What npm is told besides: nothing of a package is run, and nothing but it is fetched. */
const flags = [
  '--ignore-scripts',
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

/** The npm that comes with the plugin manager of oclif, and so is the same for all users; else the user's own. */
function findNpm(): {command: string; args: string[]} {
  try {
    const manager = createRequire(import.meta.url).resolve('@oclif/plugin-plugins/package.json')
    const cli = join(dirname(createRequire(manager).resolve('npm/package.json')), 'bin/npm-cli.js')
    if (existsSync(cli)) return {command: process.execPath, args: [cli]}
  } catch {
    // Left out of this installation.
  }
  return {command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: []}
}

/**
 * Installs a package with npm, without running anything of it.
 * @throws KlingError `plugin_not_found`, `plugin_install_failed`
 */
export async function npmInstall({folder, spec, env}: NpmOptions): Promise<void> {
  const {command, args} = findNpm()
  const {code, output, errors} = await new Promise<{code: number | null; output: string; errors: string}>(
    (resolve, reject) => {
      const child = spawn(command, [...args, 'install', spec, ...flags], {
        cwd: folder,
        env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('KLING_'))),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
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
export function readInstalled(folder: string): {name: string; integrity?: string; resolved?: string} {
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
