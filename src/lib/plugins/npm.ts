import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {closesNetwork, majorOf, permissionFlag} from '../config/node-permissions.js'
import {withoutKeys} from '../terminal/open-externally.js'
import {findNpm} from './find-npm.js'
import {type ProgramOutput, firstLines, runForOutput} from './run-for-output.js'

export interface NpmOptions {
  /** Folder whose package.json is added to. */
  folder: string
  /** What to install: a package of the registry, a tarball. */
  spec: string
  /** Environment of the user: npm finds its settings and its proxy there. */
  env: Record<string, string | undefined>
}

/**
 * What npm is told besides: nothing of a package is run, nothing but it is fetched, and its dependencies come from the
 * registry. An npm below 11 does not know the flags about git: there Node keeps it from starting git.
 */
const flags = [
  '--ignore-scripts',
  '--allow-git=none',
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

/** npm's codes for a dependency that is not in the registry: its own, and Node's for starting git. */
const notFromRegistry = ['EALLOWGIT', 'EALLOWREMOTE', 'ERR_ACCESS_DENIED']

/** The lowest npm that will do: it comes with the oldest Node that runs this program. */
const lowestMajor = 10

/**
 * What Node is told: npm may start no program, so that no script of a package can run, whatever its version.
 */
function nodeFlags(nodeVersion: string): string[] {
  return [
    '--no-warnings',
    permissionFlag(nodeVersion),
    '--allow-fs-read=*',
    '--allow-fs-write=*',
    ...(majorOf(nodeVersion) < closesNetwork ? [] : ['--allow-net']),
  ]
}

/**
 * Packs a folder as npm would publish it, without running anything of it.
 * @returns the path of the tarball
 * @throws KlingError `plugin_install_failed`
 */
export async function npmPack(source: string, {folder, env}: Omit<NpmOptions, 'spec'>): Promise<string> {
  const {code, output, errors} = await runNpm(['pack', source, '--ignore-scripts', '--json'], {folder, env})
  const [packed] = code === 0 ? (JSON.parse(output) as {filename: string}[]) : []
  if (packed) return join(folder, packed.filename)
  throw new KlingError('plugin_install_failed', t`Cannot pack the plugin: ${firstLines(errors)}`, {
    hint: t`Report this to its author.`,
  })
}

async function runNpm(words: string[], {folder, env}: Omit<NpmOptions, 'spec'>): Promise<ProgramOutput> {
  if (process.versions.deno) {
    throw new KlingError('plugin_incompatible', t`Plugins cannot be installed under Deno.`, {
      hint: t`Run kling with Node.js to install plugins.`,
    })
  }
  const {cli} = findNpm({execPath: process.execPath, env, major: lowestMajor})
  return runForOutput(process.execPath, [...nodeFlags(process.version), cli, ...words], {
    cwd: folder,
    env: withoutKeys(env),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new KlingError('plugin_install_failed', t`Cannot start npm (${error.code}).`, {cause: error})
  })
}

/**
 * Installs a package with npm, without running anything of it.
 * @throws KlingError `plugin_not_found`, `plugin_install_failed`, `plugin_incompatible`
 */
export async function npmInstall({folder, spec, env}: NpmOptions): Promise<void> {
  const {code, output, errors} = await runNpm(['install', spec, ...flags], {folder, env})
  if (code === 0) return
  const {code: npmCode, summary, detail} = readFailure(output)
  if (notFromRegistry.includes(npmCode ?? '')) {
    const name = /"([^"]+)"/.exec(detail ?? '')?.[1]
    throw new KlingError(
      'plugin_install_failed',
      name === undefined
        ? t`Cannot install ${spec}: a dependency of it is not in the registry.`
        : t`Cannot install ${spec}: its dependency ${name} is not in the registry.`,
      {hint: t`Plugins may depend on packages of the registry only. Report this to its author.`},
    )
  }
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

function readFailure(output: string): {code?: string; summary?: string; detail?: string} {
  try {
    const {error} = JSON.parse(output) as {error?: ReturnType<typeof readFailure>}
    return error ?? {}
  } catch {
    return {}
  }
}

const isNamed = (text: string, name: string): boolean =>
  [name, name.replace('/', '%2f')].some(form => text.toLowerCase().includes(form.toLowerCase()))

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
