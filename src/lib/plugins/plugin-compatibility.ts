import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import type {InstalledPlugin} from './installed-index.js'
import {isSingleFile, programRoot} from '../config/program-root.js'

let version: string | undefined

/** The version of the running program. */
export function hostVersion(): string {
  version ??= (JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as {version: string})
    .version
  return version
}

/**
 * Refuses what needs Node and npm, in the single file, which has neither in it.
 * @param what it is, as in `x cannot run`
 * @throws KlingError `plugin_incompatible`
 */
export function assertNotStandalone(what: string): void {
  if (!isSingleFile) return
  throw new KlingError('plugin_incompatible', t`${what} in the standalone kling.`, {
    hint: t`Use the npm version instead: npm install --global kling-cli. The voice and sandbox commands are built into this one.`,
  })
}

/**
 * Looks again whether a plugin fits after the program was updated, and whether this program runs any.
 * @throws KlingError `plugin_incompatible`
 */
export async function assertCompatible({name, kling, root}: InstalledPlugin): Promise<void> {
  assertNotStandalone(t`${name} cannot run`)
  if (kling === hostVersion()) return
  const [{checkCompatible}, {readPackage}] = await Promise.all([
    import('./compatible.js'),
    import('./package.js'),
  ])
  const error = checkCompatible(hostVersion(), readPackage(root))
  if (error) throw error
}
