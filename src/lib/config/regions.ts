import {KlingError} from '../errors/kling-error.js'
import {didYouMean} from '../errors/nearest.js'
import {t} from '../i18n/translate.js'

/** The regions of the service itself; plugins add others. Source: `servers` of the OpenAPI file. */
export const baseUrls: Record<string, string> = {
  cn: 'https://api-beijing.klingai.com',
  global: 'https://api-singapore.klingai.com',
}

/** Where requests go when nothing says it. */
export const defaultRegion = 'cn'

/** Regions that an official plugin answers for → the plugin's short name. */
export const pluginRegions: Record<string, string> = {sandbox: 'sandbox'}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether a host name is this machine. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname)
}

/** Whether a base URL is one of the service's own hosts. */
export function isKlingHost(baseUrl: string): boolean {
  const {hostname} = new URL(baseUrl)
  return hostname === 'klingai.com' || hostname.endsWith('.klingai.com')
}

/**
 * A base URL without a trailing slash, and without the `/v1` that other programs want at its end.
 * @throws KlingError `invalid_base_url` unless it is https, or http on loopback.
 */
export function checkBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new KlingError('invalid_base_url', t`The base URL is not an http(s) URL.`, {
      hint: t`Use a URL such as https://api-singapore.klingai.com, or unset KLING_BASE_URL to use the region.`,
    })
  }
  if (url.username || url.password) {
    throw new KlingError('invalid_base_url', t`The base URL must not contain a user name or a password.`, {
      hint: t`Remove what is before the @. Keys belong in KLING_ACCESS_KEY and KLING_SECRET_KEY, or KLING_API_KEY.`,
    })
  }
  // An empty query or fragment leaves no trace in the parsed URL.
  if (/[?#]/.test(text)) {
    throw new KlingError(
      'invalid_base_url',
      t`The base URL must not contain ? or #: the path of each request is added to its end and would be lost.`,
      {hint: t`Remove the part from ? or # on, such as ${url.origin}${url.pathname.replace(/\/+$/, '')}`},
    )
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new KlingError(
      'invalid_base_url',
      t`The base URL of ${url.hostname} is not https, so your keys would be sent unencrypted.`,
      {
        hint: t`Use https. Plain http is allowed only for localhost.`,
      },
    )
  }
  // The path of each request begins with it.
  return url.href.replace(/\/+$/, '').replace(/\/v1$/, '')
}

/** Those that can be named without looking at the plugins of others. */
export const knownRegions = [...Object.keys(baseUrls), ...Object.keys(pluginRegions)]

/** A plugin that brings regions. */
export interface RegionPlugin {
  name: string
  /** Ours, as the registry has it: it runs in the program. */
  isOfficial: boolean
  /** Where another one comes from. */
  source?: string
}

/** The plugin of ours that answers for a region; undefined for other regions. */
export function regionPluginName(region: string): string | undefined {
  return Object.hasOwn(pluginRegions, region) ? `@kling-cli/plugin-${pluginRegions[region]}` : undefined
}

/** The plugins of ours that bring regions. */
export const regionPluginNames = Object.values(pluginRegions).map(short => `@kling-cli/plugin-${short}`)

/**
 * Why nobody answers for a region; undefined when somebody may.
 * @param regionPlugins the plugins that bring regions
 */
export function whyUnknown(region: string, regionPlugins: RegionPlugin[]): Unanswered | undefined {
  if (Object.hasOwn(baseUrls, region)) return undefined
  const own = regionPluginName(region)
  const mayAnswer = regionPlugins.some(({name, isOfficial}) =>
    own === undefined ? !regionPluginNames.includes(name) : name === own && isOfficial,
  )
  return mayAnswer ? undefined : whyUnanswered(region, regionPlugins)
}

/** Why there is no such region here, and the command that brings it, where one does. */
export interface Unanswered {
  message: string
  fix?: string
}

/** The same of a region that nobody has answered for. */
export function whyUnanswered(region: string, regionPlugins: RegionPlugin[] = []): Unanswered {
  if (!Object.hasOwn(pluginRegions, region))
    return {message: t`Unknown region: ${region}${didYouMean(region, knownRegions)}.`}
  const fix = `kling plugins install ${pluginRegions[region]}`
  const standIn = regionPlugins.find(({name}) => name === regionPluginName(region))
  if (standIn?.source === undefined)
    return {message: t`The region ${region} requires a plugin that is not installed.`, fix}
  const {name, source} = standIn
  return {
    message: t`The region ${region} is answered only by ${name} from the registry, which runs in the program. The installed one (${source}) runs in a separate process, which cannot.`,
    fix,
  }
}
