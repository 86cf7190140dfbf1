import type https from 'node:https'
import {createRequire} from 'node:module'

const load = createRequire(import.meta.url)

/** `node:https`, loaded when it is first needed: with it comes TLS, 3 ms that plain http on this machine can do without. */
export function httpsModule(): typeof https {
  return load('node:https') as typeof https
}
