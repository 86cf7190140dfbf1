import type {Response} from '../../http/types.js'
import {createTransport} from '../../http/transport.js'
import {KlingError} from '../../errors/kling-error.js'
import {t} from '../../i18n/translate.js'
import type {InstalledPlugin} from '../../plugins/installed-index.js'

/** A request of a plugin for something else than the API. */
export interface FileRequest {
  method?: string
  headers?: Record<string, string>
  redirect?: string
}

export interface FileResponse {
  status: number
  /** Where it came from, after redirects. */
  url: string
  headers: [string, string][]
  body: AsyncIterable<Uint8Array> | undefined
}

const maxKnown = 10_000
const maxHops = 5

/** Whether a host pattern of a grant (`api.example.com`, `*.example.com`, `localhost:8188`) covers a URL. */
export function coversHost(pattern: string, {hostname, host}: URL): boolean {
  const name = pattern.toLowerCase()
  if (name.startsWith('*.')) return hostname.endsWith(name.slice(1))
  return name === (name.includes(':') ? host : hostname)
}

/**
 * The network as a plugin has it: the hosts that were granted, and the results of tasks, as long as the API itself
 * named them to this process.
 */
export function createBrokeredFetch({plugin, signal}: {plugin: InstalledPlugin; signal: AbortSignal}): {
  /** Takes note of the results in an answer of the API. */
  learn(data: unknown): void
  /** Whether an address is one of those results. */
  isResult(url: string): boolean
  fetch(url: string, init: FileRequest, body?: AsyncIterable<Uint8Array>): Promise<FileResponse>
} {
  const known = new Set<string>()
  let transport: ReturnType<typeof createTransport> | undefined
  const isGranted = (url: URL): boolean => plugin.granted.net.some(pattern => coversHost(pattern, url))

  const send = async (
    url: string,
    init: FileRequest,
    body?: AsyncIterable<Uint8Array>,
  ): Promise<Response> => {
    const fetch = await (transport ??= createTransport({env: process.env}))
    return fetch(url, {
      method: init.method ?? 'GET',
      headers: headersOf(init.headers),
      body: body && (await import('node:stream')).Readable.from(body, {objectMode: false}),
      signal,
      redirect: known.has(url) && init.redirect !== 'manual' ? 'follow' : 'manual',
    })
  }

  return {
    learn(data) {
      // Only what stands under the result is the service's own word: other fields may repeat what a plugin sent.
      for (const result of resultsIn(data))
        for (const url of urlsIn(result)) if (known.size < maxKnown) known.add(url)
    },
    isResult: url => known.has(url),
    async fetch(text, init, body) {
      let url = text
      for (let hop = 0; ; hop++) {
        const parsed = URL.canParse(url) ? new URL(url) : undefined
        if (!parsed || !/^https?:$/.test(parsed.protocol)) throw refused(plugin, url)
        const isResult = known.has(url) && body === undefined && (init.method ?? 'GET') === 'GET'
        if (!isResult && !isGranted(parsed)) throw refused(plugin, parsed.host)
        const response = await send(url, init, hop === 0 ? body : undefined)
        const location = response.headers.get('location')
        const isRedirect = response.status >= 300 && response.status < 400 && location !== null
        if (!isRedirect || init.redirect === 'manual' || hop === maxHops) return describe(url, response)
        url = new URL(location, url).href
        init = {...init, method: 'GET'}
      }
    },
  }
}

function refused(plugin: InstalledPlugin, host: string): KlingError {
  const isHost = /^[\w.:-]+$/.test(host)
  return new KlingError(
    'plugin_denied',
    t`${plugin.name} is not allowed to connect to ${isHost ? host : t`this address`}.`,
    {
      hint: t`See its permissions with: kling plugins permissions ${plugin.name}`,
    },
  )
}

/** Headers that say where a request goes or how long it is: they are the program's. */
const ownHeaders =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i

function headersOf(value: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !ownHeaders.test(name)))
}

function describe(url: string, response: Response): FileResponse {
  const headers = response.headers as unknown as Iterable<[string, string]>
  return {
    status: response.status,
    url: (response as {url?: string}).url ?? url,
    headers: [...headers],
    body: response.body ?? undefined,
  }
}

function* resultsIn(data: unknown): Generator<unknown> {
  if (typeof data !== 'object' || data === null) return
  for (const [key, value] of Object.entries(data)) {
    if (key === 'task_result') yield value
    else if (Array.isArray(data)) yield* resultsIn(value)
  }
}

function* urlsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && /^https?:\/\//.test(value)) yield value
  else if (typeof value === 'object' && value !== null)
    for (const child of Object.values(value)) yield* urlsIn(child)
}
