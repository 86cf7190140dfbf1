// How a program of this checkout is run as a user without rights, by root: as `nobody`. What is in a
// checkout that others cannot reach is mounted where they can, in a namespace of its own.
import {spawnSync} from 'node:child_process'
import {chmodSync, chownSync, mkdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {environment, root} from './ensure-installed.js'

const nobody = 65534
const drop = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
/** Mounts what is in the first folder into the second, and runs the rest there. */
const mounted = `
  from=$1 to=$2
  shift 2
  cd "$from"
  for name in * .[!.]*; do
    if [ -d "$name" ]; then mkdir -p "$to/$name"; else : >>"$to/$name"; fi
    mount --bind "$name" "$to/$name" || exit
  done
  cd "$to"
  exec "$@"`

/** Whether this process is root's, so that there is another user to be. */
export const isRoot = process.getuid?.() === 0

/**
 * @param folder which is made for the other user: its home and its temporary folder
 * @returns runs the Node of the checkout with arguments, in the checkout, by `spawnSync` or what else is given;
 *   undefined where that cannot be done
 */
export function asOtherUser(folder) {
  if (!isRoot || process.platform !== 'linux') return undefined
  const place = join(folder, 'checkout')
  for (const path of [folder, place]) mkdirSync(path, {recursive: true})
  for (const path of [folder, join(folder, '..')]) chmodSync(path, 0o711)
  chownSync(folder, nobody, nobody)
  const node = at => join(at, 'node_modules/node/bin/node')
  const ways = [
    {at: root, words: [...drop, node(root)]},
    {at: place, words: ['unshare', '--mount', 'sh', '-c', mounted, 'sh', root, place, ...drop, node(place)]},
  ]
  const run = ({at, words: [program, ...words]}, args, options, start = spawnSync) => {
    const path = join(at, 'node_modules/.bin') + delimiter + process.env.PATH
    // Other Nodes may be where only root gets at them, and npm names its cache to what it runs.
    const own = {
      ...{PATH: path, HOME: folder, TMPDIR: folder},
      ...{KLING_TEST_NODES: '', npm_config_cache: join(folder, '.npm')},
    }
    return start(program, [...words, ...args], {cwd: root, env: environment(own), ...options})
  }
  const look = ['-e', 'fs.readFileSync(path.resolve("package.json"))']
  const way = ways.find(one => run(one, look, {stdio: 'ignore'}).status === 0)
  return way && ((...more) => run(way, ...more))
}
