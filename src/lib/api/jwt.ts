import {SignJWT} from 'jose'

/** What a token says: who, and from when to when, in seconds since 1970. */
export interface Claims {
  issuer: string
  notBefore: number
  expires: number
}

/** A JWT, signed with HS256: `{iss, exp, nbf}`. */
export async function signJwt({issuer, notBefore, expires}: Claims, secret: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({alg: 'HS256', typ: 'JWT'})
    .setIssuer(issuer)
    .setExpirationTime(expires)
    .setNotBefore(notBefore)
    .sign(new TextEncoder().encode(secret))
}
