// Builds packages/*, which the program imports as anyone would: from their dist/.
import {spawnSync} from 'node:child_process'
import {readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const tsc = join(root, 'node_modules/typescript/bin/tsc')

export function buildPackages() {
  for (const name of readdirSync(join(root, 'packages'))) {
    const cwd = join(root, 'packages', name)
    rmSync(join(cwd, 'dist'), {recursive: true, force: true})
    const {status} = spawnSync(process.execPath, [tsc, '-p', '.'], {cwd, stdio: 'inherit'})
    if (status !== 0) process.exit(status ?? 1)
  }
}
