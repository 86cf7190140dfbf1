import {isLocalHost} from '../http/redirect.js'

/** The addresses in a body that only this machine or its network can reach, without what may be secret in them. */
export function localUrls(value: unknown): string[] {
  if (typeof value === 'string') {
    const url =
      /^https?:\/\//i.test(value) && value.length < 5000 && URL.canParse(value) ? new URL(value) : undefined
    return url && isLocalHost(url.hostname) ? [url.origin] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.values(value).flatMap(localUrls))]
}
