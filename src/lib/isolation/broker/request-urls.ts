import {t} from '../../i18n/translate.js'
import type {InstalledPlugin} from '../../plugins/installed-index.js'
import {denied} from './denied.js'
import {coversHost} from './fetch.js'

export interface RequestUrlOptions {
  plugin: Pick<InstalledPlugin, 'name' | 'granted'>
  /** Words of the command line: an address that the user typed may be sent. */
  argv: string[]
  /** Whether the API itself named an address as a result. */
  isResult: (url: string) => boolean
}

/** Fields that are read by models, not by anything that connects. */
const words = new Set(['prompt', 'negative_prompt', 'sound_effect_prompt', 'bgm_prompt'])

/** The http(s) address that a text is, however it is written; undefined for words, ids and base64. */
function addressIn(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

function* addressesIn(value: unknown, name = ''): Generator<{text: string; url: URL; name: string}> {
  if (typeof value === 'string') {
    const url = words.has(name) ? undefined : addressIn(value)
    if (url) yield {text: value, url, name}
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      // The names of a list's items are those of the list.
      yield* addressesIn(child, Array.isArray(value) ? name : key)
    }
  }
}

/**
 * Holds the addresses in a plugin's request to what it may connect to: the service, or the sandbox on this machine, calls
 * and fetches them in its place. Results of the API and what the user typed may be sent as well.
 * @throws KlingError `plugin_denied` that names the field and the host
 */
export function refuseForeignUrls(body: unknown, {plugin, argv, isResult}: RequestUrlOptions): void {
  for (const {text, url, name} of addressesIn(body)) {
    const isNamed = argv.some(word => word === text || word.endsWith(`=${text}`))
    if (isNamed || isResult(text) || plugin.granted.net.some(pattern => coversHost(pattern, url))) continue
    throw denied(
      t`${plugin.name} is not allowed to have ${name} point to ${url.host}.`,
      t`See its permissions with: kling plugins permissions ${plugin.name}`,
    )
  }
}
