import {timingSafeEqual} from 'node:crypto'
import {decodeJwt, errors, jwtVerify} from 'jose'
import type {SandboxKeys} from '../keys.js'
import {Refusal} from './envelope.js'

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** What jose finds wrong → code and words of the API. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new Refusal(
      1000,
      'Authentication failed: the signature of the token is wrong, check the secret key',
    )
  }
  if (error instanceof errors.JWTExpired) return new Refusal(1004, 'Token expired')
  if (
    error instanceof errors.JWTClaimValidationFailed &&
    error.claim === 'nbf' &&
    error.reason === 'check_failed'
  ) {
    return new Refusal(1003, 'Token not valid yet, check nbf and the clock')
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'exp') {
    return new Refusal(1002, 'Authorization is malformed: the token has no valid exp')
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new Refusal(1002, 'Authorization is malformed: the token must be signed with HS256')
  }
  return new Refusal(1002, 'Authorization is malformed')
}

function issuerOf(token: string): string | undefined {
  const parts = token.split('.').length
  if (parts !== 3) {
    const got = parts === 1 ? 0 : parts
    throw new Refusal(
      1002,
      `Authorization is malformed: the token was expected to have 3 parts, but got ${got}`,
    )
  }
  try {
    return decodeJwt(token).iss
  } catch {
    throw new Refusal(1002, 'Authorization is malformed: the token cannot be decoded')
  }
}

/**
 * Lets a request pass that carries the sandbox's API key or a JWT signed with its secret key. `now` is Unix ms.
 *
 * @throws Refusal 1000 to 1004.
 */
export async function authenticate(
  header: string | undefined,
  keys: SandboxKeys,
  now: number,
): Promise<void> {
  if (!header?.trim()) throw new Refusal(1001, 'Authorization is empty')
  const [, token] = /^Bearer +(\S+)$/i.exec(header.trim()) ?? []
  if (!token) throw new Refusal(1002, 'Authorization is malformed: it must be "Bearer <token>"')
  if (sameText(token, keys.apiKey)) return
  if (issuerOf(token) !== keys.accessKey)
    throw new Refusal(1002, 'Authorization is malformed: access key not found')
  try {
    await jwtVerify(token, new TextEncoder().encode(keys.secretKey), {
      algorithms: ['HS256'],
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    })
  } catch (error) {
    throw refusalOf(error)
  }
}
