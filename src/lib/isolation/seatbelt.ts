import {isWithin} from '../fs/is-within.js'
import type {VisiblePaths} from './bubblewrap.js'

/** macOS's own program for it; it comes with the system. */
export const seatbeltPath = '/usr/bin/sandbox-exec'

/** What Node needs of macOS to start. */
const system = [
  '/usr/lib',
  '/usr/share',
  '/System',
  '/Library/Apple',
  '/Library/Preferences',
  '/private/etc/localtime',
  '/private/var/db/timezone',
  '/private/var/db/dyld',
  '/dev/null',
  '/dev/random',
  '/dev/urandom',
]

const quoted = (path: string): string => `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const subpaths = (paths: string[]): string => paths.map(path => `(subpath ${quoted(path)})`).join(' ')

/**
 * The profile of `sandbox-exec` for a plugin's process: no network, no other program, and only granted paths. Rules
 * that come later win.
 */
export function seatbeltProfile({code, read, write, closed}: VisiblePaths): string {
  const rules = [
    '(version 1)',
    '(deny default)',
    '(allow process-exec (subpath "/"))',
    '(deny process-fork)',
    '(allow signal (target self))',
    '(allow sysctl-read)',
    '(allow file-read-metadata)',
    `(allow file-read* (literal "/") ${subpaths([...system, ...code, ...read, ...write])})`,
    '(allow file-write-data (literal "/dev/null"))',
    ...(write.length > 0 ? [`(allow file-write* ${subpaths(write)})`] : []),
    ...(code.length > 0 ? [`(deny file-write* ${subpaths(code)})`] : []),
    ...closed
      .filter(folder => ![...read, ...write].some(path => isWithin(path, folder)))
      .map(folder => `(deny file-read-data file-write* (subpath ${quoted(folder)}))`),
    '(deny network*)',
  ]
  return rules.join('\n') + '\n'
}
