import {createHmac, timingSafeEqual} from 'node:crypto'

/** As long as the service keeps its files. */
const lifetimeSeconds = 30 * 24 * 3600

function signatureOf(path: string, expires: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${path}\n${expires}`).digest()
}

/** The address of a result file, good for 30 days after the task's creation (Unix ms). */
export function signLink(
  baseUrl: string,
  path: string,
  {secret, createdAt}: {secret: string; createdAt: number},
): string {
  const expires = String(Math.floor(createdAt / 1000) + lifetimeSeconds)
  const signature = signatureOf(path, expires, secret).toString('base64url')
  return `${baseUrl}${path}?Expires=${expires}&Signature=${signature}`
}

/** True when a link was signed for this path and is not past its end. `now` is Unix ms. */
export function isLinkValid(url: URL, {secret, now}: {secret: string; now: number}): boolean {
  const expires = url.searchParams.get('Expires') ?? ''
  const given = Buffer.from(url.searchParams.get('Signature') ?? '', 'base64url')
  const wanted = signatureOf(url.pathname, expires, secret)
  return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(expires) * 1000 > now
}
