import {type GetOptions, type Reply, retryAfterOf} from '../../api/client.js'
import type {Connection} from '../../api/connection.js'
import type {ProfileChoice} from '../../config/settings.js'
import {KlingError, isKlingError} from '../../errors/kling-error.js'
import type {WriteBody} from '../../http/types.js'
import {t} from '../../i18n/translate.js'
import type {HostServices} from '../../plugins/host-services.js'
import type {Channel, Handlers, Offer} from '../channel.js'
import {denied} from './denied.js'
import type {SeenReply} from './seen-tasks.js'
import type {SpendingAccount, SpendingBroker} from './spending.js'
import {type RequestDigest, readRequestDigest, sameBody} from './request-digest.js'

export interface ApiBrokerOptions {
  host: HostServices
  channel: () => Channel
  /** Aborted when the plugin's process has ended. */
  signal: AbortSignal
  /** Shows a line of `--debug`. */
  note: (line: string) => void
  /** Checks which profile is asked for. @throws KlingError `plugin_denied` */
  choiceOf: (choice: ProfileChoice) => Promise<ProfileChoice>
  spending: SpendingBroker
  /** Called with each answer of the API. */
  onReply: (reply: SeenReply) => void
  /** Holds the addresses in a body to what the plugin may connect to. @throws KlingError `plugin_denied` */
  checkUrls: (body: unknown) => void
}

/** A reply, or an error with the time that the server asked to wait. */
export type ApiAnswer =
  | {reply: Reply<unknown>}
  | {failure: object; code: string; message: string; retryAfterMs?: number | undefined}

/** What a plugin wants a connection for. */
interface WantedConnection extends ProfileChoice {
  region?: string
  timeoutSeconds?: number
  debug?: boolean
}

/** Paths of the API: below the base URL, with nothing in them that leads elsewhere. */
const apiPath = /^\/(?!\/)[\w./~%-]*(?:\?[\w.~%&=+,:@-]*)?$/

/** The service as a plugin reaches it: requests get their token here, and what they cost is held against the limits. */
export class ApiBroker {
  private readonly connections: {connection: Connection; account: SpendingAccount}[] = []

  constructor(private readonly options: ApiBrokerOptions) {}

  /** Addresses that the plugin has connections to. */
  get baseUrls(): string[] {
    return this.connections.map(({connection}) => connection.client.baseUrl)
  }

  /** Whether the plugin has a connection to a region, at this address. */
  isConnectedTo(region: string, baseUrl: string): boolean {
    return this.connections.some(
      ({connection}) => connection.client.baseUrl === baseUrl && connection.region === region,
    )
  }

  /** What the plugin's process may call. */
  get handlers(): Handlers {
    return {
      connect: (wanted: WantedConnection) => this.connect(wanted),
      'api:authenticate': (id: number) => this.connections[id]?.connection.authenticate(),
      'api:get': (id: number, path: string, {purpose, tries, limitMs}: GetOptions = {}) =>
        this.answer(id, 'GET', path, () =>
          this.find(id).connection.client.get(path, {
            purpose: purpose === 'list' ? 'list' : 'query',
            tries,
            limitMs,
          }),
        ),
      'api:post': (id: number, path: string, contentLength: number, body: Offer) =>
        this.answer(id, 'POST', path, () => this.post(id, path, contentLength, body)),
      'api:close': (id: number) => this.connections[id]?.connection.close(),
    }
  }

  private async connect(wanted: WantedConnection) {
    const {host, signal, note} = this.options
    const choice = await this.options.choiceOf(wanted)
    const {region, timeoutSeconds} = wanted
    const settings = await host.loadSettings(choice)
    const connection = await host.connect({
      settings,
      region,
      profile: choice.profile,
      profileIsFlag: choice.profileIsFlag ?? false,
      timeoutSeconds: timeoutSeconds !== undefined && timeoutSeconds > 0 ? timeoutSeconds : 60,
      signal,
      ...(wanted.debug === true && {
        onRequest: ({method, url, status, requestId, ms}) =>
          note(`${method} ${url} → ${status} in ${ms} ms${requestId ? ` (request ${requestId})` : ''}`),
      }),
    })
    const account = {
      ...choice,
      region: connection.region,
      baseUrl: connection.client.baseUrl,
      settings,
    }
    this.connections.push({connection, account})
    return {
      id: this.connections.length - 1,
      region: connection.region,
      baseUrl: connection.client.baseUrl,
      pollSeconds: connection.pollSeconds,
    }
  }

  private async post(id: number, path: string, contentLength: number, body: Offer): Promise<Reply<unknown>> {
    const {Readable} = await import('node:stream')
    const {connection, account} = this.find(id)
    const source = () => this.options.channel().take(body)
    const digest = await readRequestDigest(source())
    if (digest.bytes !== contentLength) throw denied(t`The body is longer or shorter than declared.`)
    if (digest.body) this.options.checkUrls(digest.body)
    // What was checked is what is sent, whatever is offered the next time.
    let isWhole = false
    const pieces = () => unchanged(source(), digest, () => (isWhole = true))
    const stream = () => Readable.from(pieces(), {objectMode: false})
    const write: WriteBody = async send => {
      for await (const piece of pieces()) await send(piece)
    }
    const priced = await this.options.spending.price(account, path, digest)
    if (!digest.body) {
      await priced?.refused()
      throw denied(t`The request is not a JSON object that names each field once.`)
    }
    try {
      const reply = await connection.client.postEncoded(path, {contentLength, stream, write})
      priced?.taken()
      return reply
    } catch (error) {
      const isRefused = isKlingError(error) && error.fields.billed === 'no'
      if (isWhole && !isRefused) priced?.taken()
      else await priced?.refused()
      throw error
    }
  }

  private find(id: number): (typeof this.connections)[number] {
    const found = this.connections[id]
    if (!found) throw denied(t`Unknown connection.`)
    return found
  }

  private async answer(
    id: number,
    method: 'GET' | 'POST',
    path: string,
    send: () => Promise<Reply<unknown>>,
  ): Promise<ApiAnswer> {
    if (!apiPath.test(path) || /(?:^|\/)\.\.?(?:[/?]|$)/.test(path))
      throw denied(t`${path} is not a path of the API.`)
    try {
      const reply = await send()
      const {baseUrl} = this.find(id).connection.client
      this.options.onReply({baseUrl, method, path, data: reply.data})
      return {reply}
    } catch (error) {
      if (!isKlingError(error)) throw error
      const {code, message, fields} = error
      return {failure: fields, code, message, retryAfterMs: retryAfterOf(error)}
    }
  }
}

/** A body that was read before. @throws KlingError `connection_error` when it is another one */
async function* unchanged(
  body: AsyncIterable<Uint8Array>,
  digest: RequestDigest,
  onWhole: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* sameBody(body, digest, onWhole)
  } catch (cause) {
    throw new KlingError('connection_error', t`The request changed while it was sent.`, {
      retryable: false,
      billed: 'no',
      cause,
    })
  }
}
