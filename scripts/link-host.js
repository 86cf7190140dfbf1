// The plugins of the workspace import `kling-cli/plugin`: here that is this checkout, through a link.
import {existsSync, lstatSync, rmSync, symlinkSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

export function linkHost() {
  const link = fileURLToPath(new URL('../node_modules/kling-cli', import.meta.url))
  if (!existsSync(new URL('../node_modules', import.meta.url))) return
  if (lstatSync(link, {throwIfNoEntry: false})?.isSymbolicLink()) return
  rmSync(link, {recursive: true, force: true})
  symlinkSync('..', link, 'junction')
}
