import type {KlingHook} from '../lib/plugins/hook-types.js'
import {baseUrls} from '../lib/config/regions.js'

/** `kling:region` for the regions of the service itself. */
const hook: KlingHook<'kling:region'> = async ({name}) => {
  const baseUrl = Object.hasOwn(baseUrls, name) ? baseUrls[name] : undefined
  return baseUrl === undefined ? undefined : {baseUrl}
}

export default hook
