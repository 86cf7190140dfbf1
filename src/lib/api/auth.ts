import type {Credentials} from '../config/credentials.js'

/** Token life and start, in seconds. Source: securitySchemes.bearerJwt of the OpenAPI file. */
const tokenSeconds = 1800
const notBeforeSeconds = -5
/** A token is signed again this long before it ends. */
const renewSeconds = 60

/** Makes the value of the Authorization header. */
export interface Bearer {
  /** A token that is valid now; the same one until shortly before it ends. */
  token(): Promise<string>
  /** Sign again by the server's clock (ms since 1970); false when that can't help, as with an API key. */
  correct(serverTime: number): boolean
  /** Says whether that has helped: then the difference is kept, else it is forgotten. */
  settle(hasHelped: boolean): void
}

/** How a bearer learns and reports clock differences. */
export interface BearerOptions {
  /** ms since 1970 */
  clock?: () => number
  /** How far the server's clock was ahead when it was last looked at, in ms. */
  skew?: number
  /** Called when a token was accepted that was signed for a server whose clock is ahead by this many ms. */
  onSkew?: (ms: number) => void
}

/** Makes the tokens of a request: signed for a key pair, or the API key itself. */
export function createBearer(credentials: Credentials, options: BearerOptions = {}): Bearer {
  const clock = options.clock ?? Date.now
  if ('apiKey' in credentials)
    return {token: async () => credentials.apiKey, correct: () => false, settle: () => {}}
  let skew = options.skew ?? 0
  let before = skew
  let current: {token: string; endsAt: number} | undefined
  return {
    async token() {
      const now = Math.floor((clock() + skew) / 1000)
      if (!current || current.endsAt - now < renewSeconds) {
        const {signJwt} = await import('./jwt.js')
        const endsAt = now + tokenSeconds
        const claims = {issuer: credentials.accessKey, notBefore: now + notBeforeSeconds, expires: endsAt}
        const token = await signJwt(claims, credentials.secretKey)
        current = {token, endsAt}
      }
      return current.token
    },
    correct(serverTime) {
      before = skew
      skew = serverTime - clock()
      current = undefined
      return true
    },
    settle(hasHelped) {
      if (hasHelped) return options.onSkew?.(skew)
      skew = before
      current = undefined
    },
  }
}
