// The plugins of the workspace import `kling-cli/plugin`: here that is this checkout, through a link.
import {lstatSync, rmSync, symlinkSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

export function linkHost() {
  const link = fileURLToPath(new URL('../node_modules/kling-cli', import.meta.url))
  if (lstatSync(link, {throwIfNoEntry: false})?.isSymbolicLink()) return
  rmSync(link, {recursive: true, force: true})
  symlinkSync('..', link, 'junction')
}
