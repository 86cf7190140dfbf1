import fc from 'fast-check'

/** What raw requests to a server are made of. */
export interface RawRequestParts {
  host: string
  /** Paths that mean something to it. */
  paths: string[]
  /** Lines that let the request in, such as a cookie or a token; an empty one among them lets in nobody. */
  credentials: string[]
  bodies: string[]
}

const targets = [
  '//[',
  '//[::1',
  '///',
  '//',
  '/\\',
  '*',
  '',
  '/%',
  '/%00',
  '/%zz',
  '/%ff%fe',
  '/?token=',
  '/?token=%',
  '/#',
  '/..',
  '/../..',
  '/%2e%2e/%2e%2e/etc/passwd',
  'http://',
  'http://[',
  'http://x:99999/',
  'http://127.0.0.1/',
  'x:',
  'javascript:1',
  '/\u00ff',
  '/a b',
  '/\t',
  `/${'a'.repeat(9000)}`,
  '/__proto__',
  '/constructor',
  '/files/__proto__',
  '/?__proto__=1',
  '/?token=a&token=b',
  '/;',
  '/:@',
  '//user:pass@host/',
  '/%F0%9F',
  '/\u0000',
]

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'get',
  'FOO',
  '',
]

const headerLines = [
  'Host: ',
  'Host: evil.example',
  'Host: [',
  'Host: [::1]',
  'Host: 1.2.3.4.5',
  'Host: a:99999',
  'Host: a b',
  'Host: \u00ff',
  'Origin: null',
  'Origin: http://[',
  'Origin: ',
  'Cookie: ',
  'Cookie: =',
  'Cookie: kling_gallery_1=',
  `Cookie: ${'a=b; '.repeat(2000)}`,
  'Range: bytes=',
  'Range: bytes=0-',
  'Range: bytes=-',
  'Range: bytes=9-1',
  'Range: bytes=99999999999999999999-',
  'Range: \u00ff',
  'Range: bytes=-99999999999999999999',
  'If-Range: "',
  'If-None-Match: *',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Content-Length: 1e3',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: x, chunked',
  'Expect: 100-continue',
  'Expect: else',
  'Upgrade: websocket',
  'Connection: upgrade',
  'Connection: keep-alive',
  'Accept: ',
  'Authorization: ',
  'Authorization: Bearer',
  'Authorization: Bearer a.b.c',
  'Authorization: Bearer e30.e30.e30',
  'Authorization: Basic \u00ff',
  'Content-Type: ',
  'X: \u0000',
  'no colon',
  ': no name',
  ' folded',
  `X: ${'y'.repeat(20_000)}`,
  'content-encoding: gzip',
  'Sec-WebSocket-Key: x',
  '__proto__: x',
  'constructor: x',
]

/** JSON as nobody wants it, and what is none. */
const jsonTexts = fc.oneof(
  fc.json({maxDepth: 4}),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '0',
    '""',
    '{"__proto__":{"a":1}}',
    '{"constructor":{}}',
    '\u0000',
    '{"id":{"a":[]}}',
    '[1e999]',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"a":"\\ud800"}',
    '9'.repeat(400),
    '{"id":1,"id":2}',
    '\ufeff{}',
  ),
)

/**
 * Requests as bytes: most of them a real one with a part or two changed, some of them cut, with bytes changed, or several
 * on one connection. The last words always ask the server to close.
 */
export function rawRequests({host, paths, credentials, bodies}: RawRequestParts): fc.Arbitrary<Buffer> {
  const segment = fc.oneof(
    fc.constantFrom(...paths, ...targets),
    fc.string({unit: 'binary', maxLength: 20}),
    fc.webPath(),
  )
  const target = fc.oneof(
    {weight: 4, arbitrary: fc.constantFrom(...paths)},
    {weight: 4, arbitrary: fc.constantFrom(...targets)},
    {weight: 2, arbitrary: fc.tuple(fc.constantFrom(...paths), segment).map(parts => parts.join('/'))},
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...paths), fc.webQueryParameters()).map(parts => parts.join('?')),
    },
    {weight: 1, arbitrary: segment},
  )
  const body = fc.oneof(
    {weight: 6, arbitrary: fc.constant('')},
    {weight: 2, arbitrary: fc.constantFrom(...bodies)},
    {weight: 2, arbitrary: jsonTexts},
    {weight: 1, arbitrary: changed(fc.constantFrom(...bodies))},
  )
  const one = fc
    .record({
      method: fc.oneof(
        {weight: 3, arbitrary: fc.constantFrom('GET', 'POST')},
        {weight: 1, arbitrary: fc.constantFrom(...methods)},
      ),
      target,
      version: fc.oneof(
        {weight: 9, arbitrary: fc.constant('HTTP/1.1')},
        {weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/', '')},
      ),
      host: fc.oneof(
        {weight: 9, arbitrary: fc.constant(`Host: ${host}`)},
        {weight: 1, arbitrary: fc.constant('X: y')},
      ),
      credential: fc.constantFrom(...credentials),
      more: fc.array(fc.constantFrom(...headerLines), {maxLength: 2}),
      body,
    })
    .map(request => {
      const lines = [
        `${request.method} ${request.target} ${request.version}`,
        ...[request.host, request.credential, ...request.more].filter(Boolean),
        ...(request.body ? [`Content-Length: ${Buffer.byteLength(request.body, 'latin1')}`] : []),
      ]
      return `${lines.join('\r\n')}\r\n\r\n${request.body}`
    })
  const last = `\r\n\r\nGET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
  const several = fc.array(one, {minLength: 1, maxLength: 3}).map(all => all.join(''))
  return fc
    .oneof({weight: 5, arbitrary: several}, {weight: 1, arbitrary: changed(one)})
    .map(text => Buffer.from(text + last, 'latin1'))
}

/** A text with a byte changed, or a part of it gone. */
function changed(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.nat(1000), fc.nat(1000), fc.string({unit: 'binary-ascii', maxLength: 3}))
    .map(([whole, at, length, other]) => {
      const start = whole.length === 0 ? 0 : at % whole.length
      return whole.slice(0, start) + other + whole.slice(start + (length % 8))
    })
}
