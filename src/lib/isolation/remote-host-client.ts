import type {Fetch} from '../http/types.js'
import type {Connection, ConnectionOptions} from '../api/connection.js'
import {Readable} from 'node:stream'
import {abortable} from '../http/abortable.js'
import {type GetOptions, KlingClient, type Reply, noteRetryAfter} from '../api/client.js'
import {type JsonBody, encodeBody} from '../http/streaming-body.js'
import {releaseBuffer} from '../http/release-buffer.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {Journal} from '../journal/journal.js'
import type {JournalEvent, JournalLine} from '../journal/types.js'
import type {Channel} from './channel.js'
import type {RemoteHost} from './remote-host.js'
import type {ApiAnswer} from './broker/api.js'
import type {FileResponse} from './broker/fetch.js'

/** A journal that is kept by the program outside. */
class RemoteJournal extends Journal {
  constructor(private readonly channel: Channel) {
    super('')
  }

  override append(event: JournalEvent): Promise<void> {
    return this.channel.call('journal:append', event)
  }

  override async *lines(): AsyncGenerator<JournalLine> {
    yield* await this.channel.call<JournalLine[]>('journal:lines')
  }

  /** What others made is not seen from here. */
  override async typicalSeconds(): Promise<undefined> {
    return undefined
  }

  protected override linesOf(ids: string[]): Promise<JournalLine[]> {
    return this.channel.call('journal:lines-of', ids)
  }
}

/** A client whose requests are signed and sent by the program outside; bodies are made here. */
class RemoteClient extends KlingClient {
  constructor(
    private readonly channel: Channel,
    private readonly id: number,
    baseUrl: string,
    private readonly signal: AbortSignal,
  ) {
    const never = async (): Promise<never> => {
      throw new Error('requests are sent by the host process')
    }
    super({baseUrl, timeoutSeconds: 0, userAgent: '', bearer: never, fetch: never})
  }

  override get<T>(path: string, options: GetOptions = {}): Promise<Reply<T>> {
    return this.ask('api:get', path, options)
  }

  override post<T>(path: string, body: JsonBody): Promise<Reply<T>> {
    const {contentLength, stream} = encodeBody(body)
    // Made when it is read, and again each time: a request may be sent twice.
    const pieces = {
      async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
        for await (const piece of stream() as AsyncIterable<Uint8Array>) {
          yield piece
          // It went out in a message, which holds a copy.
          releaseBuffer(piece)
        }
      },
    }
    return this.ask('api:post', path, contentLength, this.channel.offer(pieces))
  }

  private async ask<T>(method: string, ...args: unknown[]): Promise<Reply<T>> {
    this.signal.throwIfAborted()
    const answer = await abortable(this.channel.call<ApiAnswer>(method, this.id, ...args), this.signal)
    if ('reply' in answer) return answer.reply as Reply<T>
    const error = new KlingError(answer.code, answer.message, answer.failure)
    if (answer.retryAfterMs !== undefined) noteRetryAfter(error, answer.retryAfterMs)
    throw error
  }
}

function bytesOf(body: unknown): AsyncIterable<Uint8Array> | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return Readable.from([Buffer.from(body as string)]) as AsyncIterable<Uint8Array>
  }
  return body as AsyncIterable<Uint8Array>
}

/** A fetch through the program outside, which knows what was granted. */
export function createRemoteFetch(channel: Channel): Fetch {
  return async (url, init) => {
    init.signal.throwIfAborted()
    const body = bytesOf(init.body)
    const {method, headers, redirect} = init
    const answer = await abortable(
      channel.call<Omit<FileResponse, 'body'> & {body?: {stream: number}}>(
        'fetch',
        url,
        {method, headers, redirect},
        body && channel.offer(body),
      ),
      init.signal,
    )
    const found = new Map(answer.headers)
    const pieces = answer.body && channel.take(answer.body)
    const stream = pieces && Readable.from(pieces, {objectMode: false})
    // A transfer ends with its signal, as that of any fetch.
    if (stream) {
      init.signal.addEventListener('abort', () => stream.destroy(init.signal.reason as Error), {once: true})
    }
    return {
      status: answer.status,
      url: answer.url,
      headers: {get: name => found.get(name.toLowerCase()) ?? null, entries: () => found.entries()},
      body: stream ?? null,
      async text() {
        const parts: Buffer[] = []
        for await (const part of stream ?? []) parts.push(part as Buffer)
        return Buffer.concat(parts).toString('utf8')
      },
    } as Awaited<ReturnType<Fetch>>
  }
}

/**
 * The program outside, as commands in a plugin's process see it. A plugin may bring a copy of this module of another
 * version, which asks for what this one does not have.
 * @throws KlingError `plugin_incompatible` when it does
 */
export function createRemoteHost(channel: Channel): RemoteHost {
  return new Proxy(servicesOf(channel), {
    get(services, name) {
      if (typeof name === 'string' && !(name in services) && name !== 'then') throw madeForAnother(name)
      return Reflect.get(services, name) as unknown
    },
  })
}

const madeForAnother = (name: string): KlingError =>
  new KlingError(
    'plugin_incompatible',
    t`The plugin was built for another version of kling (${name} is missing).`,
    {
      hint: t`Update the plugin, or kling. A plugin does not need a copy of kling-cli of its own.`,
    },
  )

function servicesOf(channel: Channel): RemoteHost {
  return {
    loadSettings: choice => channel.call('config:settings', choice),
    readUserModels: () => channel.call('config:models'),
    credentials: choice => channel.call('credentials', choice),
    connect: options => connectThrough(channel, options),
    journal: new RemoteJournal(channel),
    // What is sent is held against the limits where it is sent.
    spendGuard: ({profile, profileIsFlag, region}) => ({
      allow: (cost, {isDryRun} = {}) =>
        channel.call('spending:allow', {profile, profileIsFlag, region}, cost, isDryRun),
      reserve: (_cost, note) => note(),
      release: () => {},
    }),
    runHook: (name, payload) => channel.call('hook', name, payload),
    runProgram: (program, args, options) => channel.call('run', program, args, options),
  }
}

async function connectThrough(channel: Channel, options: ConnectionOptions): Promise<Connection> {
  const {region, profile, profileIsFlag, timeoutSeconds, signal, onRequest} = options
  const made = await channel.call<{id: number; region: string; baseUrl: string; pollSeconds?: number}>(
    'connect',
    {
      region,
      profile,
      profileIsFlag,
      timeoutSeconds,
      debug: onRequest !== undefined,
    },
  )
  return {
    region: made.region,
    client: new RemoteClient(channel, made.id, made.baseUrl, signal),
    fetch: async () => createRemoteFetch(channel),
    pollSeconds: made.pollSeconds,
    timeoutSeconds,
    authenticate: () => channel.call('api:authenticate', made.id),
    close: () => channel.call('api:close', made.id),
  }
}
