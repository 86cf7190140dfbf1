import {spawnSync} from 'node:child_process'
import {setTimeout} from 'node:timers/promises'

/** Processes of plugins that may read a folder: it stands on their command lines. Zombies do not count. */
export function processesOf(folder: string): number[] {
  const {stdout} = spawnSync('ps', ['-eo', 'pid=,stat=,args=', '-ww'], {encoding: 'utf8'})
  return stdout
    .split('\n')
    .map(line => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .flatMap(found =>
      found &&
      !found[2]!.startsWith('Z') &&
      found[3]!.includes('plugin-process') &&
      found[3]!.includes(folder)
        ? [Number(found[1])]
        : [],
    )
}

/** Waits until a plugin of a folder has no process any more. */
export async function gone(folder: string): Promise<void> {
  while (processesOf(folder).length > 0) await setTimeout(50)
}
