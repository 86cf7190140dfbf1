import type {KlingHook} from '../lib/plugins/hook-types.js'
import {baseUrls} from '../lib/config/regions.js'
import {credentialsOf, loadSettings} from '../lib/config/settings.js'

/**
 * `kling:credentials` from environment and config file, for the service's own regions and for a base URL that
 * the user set. A region of a plugin never gets them.
 */
const hook: KlingHook<'kling:credentials'> = async function ({region, profile, profileIsFlag}) {
  if (region !== undefined && !Object.hasOwn(baseUrls, region)) return undefined
  const {configDir} = this.config
  return credentialsOf(await loadSettings({configDir, env: process.env, profile, profileIsFlag}))
}

export default hook
