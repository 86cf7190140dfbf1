import type {Fetch} from '../http/types.js'
import {defaultRegion} from '../config/regions.js'
import type {Settings} from '../config/settings.js'
import type {KlingError} from '../errors/kling-error.js'
import type {KlingClient, RequestLog} from './client.js'

/** What a connection is made from. */
export interface ConnectionOptions {
  settings: Settings
  /** `--region` */
  region: string | undefined
  profile: string | undefined
  profileIsFlag: boolean
  timeoutSeconds: number
  signal: AbortSignal
  onRequest?: ((log: RequestLog) => void) | undefined
  onRetry?: ((error: KlingError) => void) | undefined
}

/** Where requests of this command go. */
export interface Connection {
  /** Name of the region, or `custom` for a base URL. */
  region: string
  client: KlingClient
  /** For other hosts: files. */
  fetch: () => Promise<Fetch>
  pollSeconds: number | undefined
  /** `--timeout`: seconds after which a request, or a transfer that stands still, is given up. */
  timeoutSeconds: number
  /** Gets the credentials now. @throws KlingError `missing_api_key` */
  authenticate(): Promise<void>
  close(): Promise<void>
}

/**
 * ` --region NAME` after a command to type next, where it would go elsewhere without; nothing for a base URL, which
 * is no region.
 * @param usual where commands go that name none
 */
export function regionSuffix(region: string | undefined, usual = defaultRegion): string {
  return region === undefined || region === 'custom' || region === usual ? '' : ` --region ${region}`
}
