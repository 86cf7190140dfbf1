import {type Settings} from '../config/settings.js'
import {type KlingError} from '../errors/kling-error.js'
import {type Fetch} from '../http/transport.js'
import {type KlingClient, type RequestLog} from './client.js'

/** What a connection is made from. */
export interface ConnectionOptions {
  settings: Settings
  /** `--region` */
  region: string | undefined
  profile: string | undefined
  profileIsFlag: boolean
  timeoutSeconds: number
  signal: AbortSignal
  onRequest?: (log: RequestLog) => void
  onRetry?: (error: KlingError) => void
}

/** Where requests of this command go. */
export interface Connection {
  /** Name of the region, or `custom` for a base URL. */
  region: string
  client: KlingClient
  /** For other hosts: files. */
  fetch: () => Promise<Fetch>
  pollSeconds: number | undefined
  /** Gets the credentials now. @throws KlingError `missing_api_key` */
  authenticate(): Promise<void>
  close(): Promise<void>
}
