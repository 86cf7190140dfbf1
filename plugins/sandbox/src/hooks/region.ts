import type {KlingHook} from 'kling-cli/plugin'
import {sandboxSettings} from '../settings.js'

/** Shortest time between two queries of a task, in seconds: nobody else waits for an answer. */
const pollSeconds = 0.5

/** `kling:region` for the region `sandbox`: starts the emulator inside this process. */
const hook: KlingHook<'kling:region'> = async function ({name}) {
  if (name !== 'sandbox') return undefined
  const {stateDir, speed} = sandboxSettings({env: process.env, dataDir: this.config.dataDir})
  if (speed === undefined) {
    const {KlingError, t} = await import('kling-cli/plugin')
    throw new KlingError('invalid_argument', t`KLING_SANDBOX_SPEED must be a positive number.`)
  }
  const {startServer} = await import('../server.js')
  try {
    const {baseUrl, close} = await startServer({stateDir, speed, background: true})
    return {baseUrl, pollSeconds, close}
  } catch (error) {
    const {KlingError, t, systemCode} = await import('kling-cli/plugin')
    const code = systemCode(error)
    if (!code) throw error
    throw new KlingError('write_error', t`Cannot write to the sandbox folder ${stateDir} (${code}).`, {
      hint: t`Free some disk space, or set KLING_SANDBOX_STATE to another folder.`,
      cause: error,
    })
  }
}

export default hook
