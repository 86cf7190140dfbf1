import type {Api} from './api.js'
import type {Answer} from './http/envelope.js'
import type {SandboxKeys} from './keys.js'
import type {TaskStore} from './state/store.js'

/** What the operations work on. */
export interface Sandbox {
  api: Api
  store: TaskStore
  keys: SandboxKeys
  /** Tasks that may be under way at once. */
  slots: number
  /** 2: tasks take half as long. */
  speed: number
  /** Unix ms. */
  clock: () => number
  /** Makes sure that a renderer works on the queue. */
  ensureRenderer: () => Promise<void>
}

/** One request to an operation. */
export interface Call {
  query: URLSearchParams
  /** The last part of the path, decoded. */
  id: string
  /** Where the client has reached the server. */
  baseUrl: string
  body: () => Promise<unknown>
}

/** What an endpoint does with a request. */
export type Operation = (sandbox: Sandbox, call: Call) => Promise<Answer>
