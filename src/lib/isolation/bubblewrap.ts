import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join, parse} from 'node:path'
import {isWithin} from '../fs/is-within.js'
import {makeFoldersSync} from '../fs/make-folders.js'

/** What a process may see of the disk, as absolute paths without links. */
export interface VisiblePaths {
  /** Code that nothing may change: the program and Node. */
  code: string[]
  /** Code of the plugin, and granted paths. */
  read: string[]
  write: string[]
  cwd: string
  /** Folders that a grant to create a file never opens: keys and journal. */
  closed: string[]
}

/** Where it is installed; PATH is not asked, so that nothing of the user's folders is taken for it. */
const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap', '/run/current-system/sw/bin/bwrap']

/** What Node needs to start. */
const system = [
  ...['/usr', '/lib', '/lib32', '/lib64', '/libx32', '/bin', '/sbin', '/nix/store'],
  ...['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives'],
  ...['/etc/localtime', '/etc/passwd', '/etc/nsswitch.conf'],
]

/** No network, no other processes, no terminal, no rights of root; it ends with the program. */
const limits = [
  ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
  ...['--proc', '/proc', '--dev', '/dev'],
]

/** The arguments of `bwrap` for a process with the paths of its grant; its command line follows. */
export function bubblewrapArgs({code, read, write, cwd, closed}: VisiblePaths): string[] {
  const writable = write.flatMap(path => existingPath(path, closed) ?? [])
  const readable = read.filter(path => !writable.some(folder => isWithin(path, folder)))
  // A file of the system can be mounted again below a granted folder only where it is no link.
  const granted = [...readable, ...writable]
  const needed = system.filter(path => !granted.some(folder => isWithin(path, folder)))
  const mounts = [
    ...[...needed, ...readable].map(path => ({path, option: '--ro-bind-try'})),
    ...writable.map(path => ({path, option: '--bind-try'})),
  ]
  // A mount hides what was mounted below it before.
  mounts.sort((one, other) => one.path.length - other.path.length)
  const codeMounts = code.map(path => ({path, option: '--ro-bind-try'}))
  return [
    ...limits,
    ...[...mounts, ...codeMounts].flatMap(({path, option}) => [option, path, path]),
    // The name of the current folder is no secret; what is in it may be.
    ...['--dir', cwd, '--chdir', cwd, '--'],
  ]
}

/** The path, or the nearest folder above one that is still to be created; undefined when that would open too much. */
function existingPath(path: string, closed: string[]): string | undefined {
  let at = path
  while (!existsSync(at) && at !== parse(at).root) at = dirname(at)
  const opensMore = at !== path && closed.some(folder => isWithin(folder, at) || isWithin(at, folder))
  return opensMore || at === parse(at).root ? undefined : at
}

export interface FindBubblewrapOptions {
  /** Where it is noted whether it works here. */
  cacheDir: string
  /** The Node that is to run in it. */
  execPath: string
}

/**
 * Where it is noted whether the `bwrap` of this machine works, and what the note holds for: this program, this Node,
 * this user, until the machine is started again.
 */
export function bubblewrapNote({
  cacheDir,
  execPath,
}: FindBubblewrapOptions): {path: string; file: string; key: string} | undefined {
  const path = places.find(place => existsSync(place))
  if (path === undefined) return undefined
  const key = [path, statSync(path).mtimeMs, execPath, process.getuid?.(), bootId()].join(' ')
  return {path, file: join(cacheDir, 'bubblewrap.json'), key}
}

/** The path of a `bwrap` that works here: some kernels and containers do not let it. */
export function findBubblewrap({cacheDir, execPath}: FindBubblewrapOptions): string | undefined {
  const note = bubblewrapNote({cacheDir, execPath})
  if (!note) return undefined
  const {path, file, key} = note
  const known = readNote(file)
  if (known?.key === key) return known.works ? path : undefined
  const paths = {code: [execPath], read: [], write: [], cwd: '/', closed: []}
  const works = spawnSync(path, [...bubblewrapArgs(paths), execPath, '-e', '0'], {env: {}}).status === 0
  try {
    makeFoldersSync(cacheDir, 0o700)
    writeFileSync(file, JSON.stringify({key, works}), {mode: 0o600})
  } catch {
    // It is tried again the next time.
  }
  return works ? path : undefined
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function readNote(file: string): {key?: unknown; works?: unknown} | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as {key?: unknown; works?: unknown}
  } catch {
    return undefined
  }
}
