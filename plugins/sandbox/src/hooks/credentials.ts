import type {KlingHook} from 'kling-cli/plugin'
import {sandboxSettings} from '../settings.js'

/** `kling:credentials` for the region `sandbox`: its own keys, made when they are first needed. */
const hook: KlingHook<'kling:credentials'> = async function ({region}) {
  if (region !== 'sandbox') return undefined
  const {stateDir} = sandboxSettings({env: process.env, dataDir: this.config.dataDir})
  const {loadKeys} = await import('../keys.js')
  const {accessKey, secretKey} = await loadKeys(stateDir)
  return {accessKey, secretKey}
}

export default hook
