import {readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {findProgram} from '../fs/find-program.js'
import {makeFolders} from '../fs/make-folders.js'
import {t} from '../i18n/translate.js'
import {withoutKeys} from '../terminal/open-externally.js'
import {firstLines, runForOutput} from './run-for-output.js'

export interface GitPackageOptions {
  /** `git+https://host/plugin.git#ref`, `github:owner/name`, `git@host:name.git` */
  spec: string
  /** Folder to work in. */
  folder: string
  /** Environment of the user: git finds its keys and its proxy there. */
  env: Record<string, string | undefined>
}

/** What git is told: nothing that was fetched runs, neither as a hook nor as a transport. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'advice.detachedHead=false',
].flatMap(setting => ['-c', setting])

const hosts: Record<string, string> = {
  'github:': 'https://github.com/',
  'gitlab:': 'https://gitlab.com/',
  'bitbucket:': 'https://bitbucket.org/',
}

/** The address that git clones, and what is checked out of it. */
export function parseGitSpec(spec: string): {url: string; ref: string | undefined} {
  const [, address = '', ref] = /^([^#]*)(?:#(.*))?$/s.exec(spec) ?? []
  const host = Object.keys(hosts).find(prefix => address.startsWith(prefix))
  const url = host ? `${hosts[host]}${address.slice(host.length)}.git` : address.replace(/^git\+/, '')
  return {url, ref: ref || undefined}
}

/**
 * Fetches a plugin from a git repository into a folder, as its author has it there: no script is run, and what
 * configures npm is removed.
 * @returns the folder
 * @throws KlingError `plugin_not_found`, `plugin_install_failed`
 */
export async function checkOut({spec, folder, env}: GitPackageOptions): Promise<string> {
  const {url, ref} = parseGitSpec(spec)
  const place = join(folder, 'source')
  await makeFolders(place)
  const git = (...args: string[]): Promise<string> => runGit([...settings, ...args], {cwd: place, env, spec})
  await git('clone', '--quiet', '--no-checkout', '--no-recurse-submodules', '--template=', '--', url, '.')
  await git('checkout', '--quiet', '--detach', await commitOf(ref, git), '--')
  await rm(join(place, '.git'), {recursive: true})
  // Configuration of npm and of git is the user's, never a package's.
  for (const entry of await readdir(place, {recursive: true, withFileTypes: true}))
    if (['.npmrc', '.gitmodules', '.lfsconfig'].includes(entry.name))
      await rm(join(entry.parentPath, entry.name), {recursive: true})
  return place
}

/** A commit by its id, a branch, a tag, or the newest tag in a range (`semver:^1`). */
async function commitOf(
  ref: string | undefined,
  git: (...args: string[]) => Promise<string>,
): Promise<string> {
  if (ref === undefined) return 'HEAD'
  const range = /^semver:(.*)$/.exec(ref)?.[1]
  if (range === undefined) {
    // A branch of the repository is not one of the clone yet.
    const found = await git('rev-parse', '--verify', '--quiet', `origin/${ref}^{commit}`).catch(() => '')
    return found || git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)
  }
  const {default: semver} = await import('semver')
  const tags = (await git('tag', '--list')).split('\n')
  const best = semver.maxSatisfying(
    tags.filter(tag => semver.valid(tag)),
    range,
  )
  if (best !== null) return `refs/tags/${best}`
  throw new KlingError('plugin_not_found', t`No version of the plugin is in the range ${range}.`, {
    hint: t`Check the range, or leave it out for the default branch.`,
  })
}

function noGit(code: string | undefined, cause?: Error): KlingError {
  return new KlingError('plugin_install_failed', t`Cannot start git (${code}).`, {
    hint: t`Install git, or install the plugin from a registry or a tarball.`,
    cause,
  })
}

async function runGit(
  args: string[],
  {cwd, env, spec}: {cwd: string; env: GitPackageOptions['env']; spec: string},
): Promise<string> {
  const program = findProgram('git', {env, platform: process.platform})
  if (program === undefined) throw noGit('ENOENT')
  const {code, output, errors} = await runForOutput(program, args, {
    cwd,
    env: {...withoutKeys(env), GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', GIT_CONFIG_COUNT: '0'},
  }).catch((error: NodeJS.ErrnoException) => {
    throw noGit(error.code, error)
  })
  if (code === 0) return output.trim()
  const reason = firstLines(errors)
  throw new KlingError(
    'plugin_not_found',
    t`Cannot fetch ${spec}: ${reason || t`git exited with ${String(code)}`}`,
    {
      hint: t`Check the address, the branch or tag, and your access to it.`,
    },
  )
}
