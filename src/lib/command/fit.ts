import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {programRoot} from '../root.js'
import {type InstalledPlugin} from '../plugins/index-file.js'

let version: string | undefined

/** The version of the running program. */
export function hostVersion(): string {
  version ??= (JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as {version: string})
    .version
  return version
}

/**
 * Looks again whether a plugin fits after the program was updated.
 * @throws KlingError `plugin_incompatible`
 */
export async function requireFit({kling, root}: InstalledPlugin): Promise<void> {
  if (kling === hostVersion()) return
  const [{checkCompatible}, {readPackage}] = await Promise.all([
    import('../plugins/compatible.js'),
    import('../plugins/package.js'),
  ])
  const error = checkCompatible(hostVersion(), readPackage(root))
  if (error) throw error
}
