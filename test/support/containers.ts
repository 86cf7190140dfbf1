import {spawnSync} from 'node:child_process'
import {launch} from './run-kling.js'

/** How something is started in a namespace of processes of its own, as the first of them, as in a container. */
const words = ['--pid', '--fork', '--mount-proc', '--kill-child']

/** Whether containers can be made: it takes Linux, root and `unshare`. */
export const hasContainers =
  process.platform === 'linux' && spawnSync('unshare', [...words, 'true'], {stdio: 'ignore'}).status === 0

/** Why tests of containers are skipped, for their titles. */
export const containersNote = hasContainers ? '' : ' (skipped: needs Linux, root and unshare)'

/** What runs the program as process 1 of a container; `argv` are its arguments. SIGKILL for it ends all of the container. */
export function inContainer(argv: string[]): {argv: string[]; node: string; program: undefined} {
  return {argv: [...words, ...launch, ...argv], node: 'unshare', program: undefined}
}
