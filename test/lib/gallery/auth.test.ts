import {expect} from 'chai'
import {type Asked, type Session, authorize, cookieName} from '../../../src/lib/gallery/auth.js'

const door: Session = {port: 4321, tokens: new Set(['a-token', 'another']), session: 'the-session'}
const host = '127.0.0.1:4321'
const cookie = 'kling_gallery_4321=the-session'
const origin = 'http://127.0.0.1:4321'

const asked = (headers: Asked['headers'], more: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  token: null,
  headers: {host, ...headers},
  ...more,
})

describe('who is let into the gallery', () => {
  const welcome: [string, Asked][] = [
    ['a cookie', asked({cookie})],
    ['a cookie among others', asked({cookie: `a=b;${cookie}; c=d`})],
    ['localhost', asked({cookie, host: 'localhost:4321'})],
    ['the page’s own origin', asked({cookie, origin})],
    ['a change by the page', asked({cookie, origin}, {method: 'POST'})],
    ['a token that is none, with the cookie', asked({cookie}, {token: 'guess'})],
    ['a look at the head', asked({cookie}, {method: 'HEAD'})],
  ]
  for (const [what, one] of welcome)
    it(`${what}: in`, () => expect(authorize(one, door)).to.deep.equal({is: 'in'}))

  it('a token: gets a cookie for it', () => {
    expect(authorize(asked({}, {token: 'another'}), door)).to.deep.equal({is: 'new', token: 'another'})
    expect(authorize(asked({cookie}, {token: 'a-token'}), door)).to.deep.equal({is: 'new', token: 'a-token'})
  })

  const strangers: [string, Asked][] = [
    ['nothing', asked({})],
    ['a token that is none', asked({}, {token: 'guess'})],
    ['an empty token', asked({}, {token: ''})],
    ['half a token', asked({}, {token: 'a-tok'})],
    ['a session that is none', asked({cookie: 'kling_gallery_4321=guess'})],
    ['an empty session', asked({cookie: 'kling_gallery_4321='})],
    ['the session of another port', asked({cookie: 'kling_gallery_4322=the-session'})],
    ['a cookie whose name ends alike', asked({cookie: `x${cookie}`})],
    ['another host', asked({cookie, host: 'evil.example:4321'})],
    ['another port', asked({cookie, host: '127.0.0.1:4322'})],
    ['no port', asked({cookie, host: '127.0.0.1'})],
    ['no host', asked({cookie, host: undefined})],
    ['another host, with a token', asked({host: 'evil.example:4321'}, {token: 'a-token'})],
    ['a page of elsewhere', asked({cookie, origin: 'https://evil.example'})],
    ['a page of another port', asked({cookie, origin: 'http://127.0.0.1:4322'})],
    ['a page of no origin', asked({cookie, origin: 'null'})],
    ['a page under the other name', asked({cookie, origin: 'http://localhost:4321'})],
    ['a change by nobody', asked({cookie}, {method: 'POST'})],
    ['a change by a page of elsewhere', asked({cookie, origin: 'https://evil.example'}, {method: 'POST'})],
    ['a change with a token alone', asked({origin}, {method: 'POST', token: 'a-token'})],
    ['another method by nobody', asked({cookie}, {method: 'DELETE'})],
  ]
  for (const [what, one] of strangers)
    it(`${what}: refused`, () => expect(authorize(one, door)).to.deep.equal({is: 'refused'}))

  it('the cookie is that of a port', () => expect(cookieName(door)).to.equal('kling_gallery_4321'))
})
