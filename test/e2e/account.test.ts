import {expect} from 'chai'
import {type Handler, ok, refuse} from '../support/api-server.js'
import {expectError, expectSuccess} from '../support/outcome.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {accessKey, fastTimers, secretKey, useFixture} from '../support/fixture.js'

const day = 24 * 3600_000
const now = Date.now()

const pack = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  resource_pack_name: name,
  resource_pack_id: `id-of-${name}`,
  resource_pack_type: 'decreasing_total',
  total_quantity: 200,
  remaining_quantity: 118.5,
  purchase_time: now - 30 * day,
  effective_time: now - 30 * day,
  invalid_time: now + 90 * day,
  status: 'online',
  ...more,
})
const costs =
  (...infos: unknown[]): Handler =>
  () =>
    ok({code: 0, msg: 'SUCCESS', resource_pack_subscribe_infos: infos})

describe('the account', () => {
  const fixture = useFixture()
  const account = (...argv: string[]) => fixture.klingWithFastPolling(['account', ...argv])

  it('lists the packs, those first that can be used and end soon', async () => {
    fixture.answer(
      costs(
        pack('long'),
        pack('gone', {status: 'expired', remaining_quantity: 3, invalid_time: now - day}),
        pack('short', {invalid_time: now + 2 * day, remaining_quantity: 0.1}),
        pack('later', {status: 'toBeOnline', effective_time: now + day}),
      ),
    )
    const {packs, ...rest} = expectSuccess(await account())
    expect((packs as {name: string}[]).map(({name}) => name)).to.deep.equal([
      'short',
      'long',
      'later',
      'gone',
    ])
    expect(rest).to.deep.equal({count: 4, remaining: {unknown: 118.6}, delay_hours: 12})
    expect(packs[1]).to.deep.equal({
      kind: 'unknown',
      name: 'long',
      id: 'id-of-long',
      type: 'decreasing_total',
      total: 200,
      remaining: 118.5,
      status: 'online',
      purchased_at: new Date(now - 30 * day).toISOString(),
      starts_at: new Date(now - 30 * day).toISOString(),
      ends_at: new Date(now + 90 * day).toISOString(),
    })
    const {pathname, searchParams} = new URL(fixture.api.requests[0]!.url, fixture.api.url)
    expect(pathname).to.equal('/account/costs')
    const [start, end] = ['start_time', 'end_time'].map(name => Number(searchParams.get(name)))
    expect(end).to.be.within(now, Date.now())
    expect(end! - start!).to.be.closeTo(104 * 7 * day, 10_000)
  })

  it('does not add up units of different kinds', async () => {
    fixture.answer(
      costs(
        pack('Video generation 1000', {remaining_quantity: 3.5}),
        pack('Video trial', {remaining_quantity: 1}),
        pack('Image generation', {remaining_quantity: 50_000}),
        pack('Virtual Try-On image', {remaining_quantity: 7}),
      ),
    )
    const {remaining} = expectSuccess(await account())
    expect(remaining).to.deep.equal({video: 4.5, image: 50_000, try_on: 7})
  })

  it('takes what the API leaves out', async () => {
    fixture.answer(() =>
      ok({resource_pack_subscribe_infos: [{resource_pack_name: 'bare', invalid_time: 'x'}]}),
    )
    const {packs, remaining} = expectSuccess(await account('--since', '30d'))
    expect([packs, remaining]).to.deep.equal([[{kind: 'unknown', name: 'bare'}], {}])
    fixture.answer(() => ok(undefined))
    expect(expectSuccess(await account())).to.deep.include({packs: [], count: 0, remaining: {}})
  })

  it('tells the errors of both envelopes', async () => {
    fixture.answer(refuse(401, 1002, 'no such key'))
    expectError(await account(), 'invalid_api_key')
    fixture.answer(() => ok({code: 1103, msg: 'not for you'}))
    expect(expectError(await account(), 'permission_denied').message).to.include('not for you')
    expectError(await account('--since', 'soon'), 'invalid_argument')
  })

  it('processes together ask once a second at most', async () => {
    const times: number[] = []
    fixture.answer((request, response) => {
      times.push(Date.now())
      return costs(pack('a'))(request, response)
    })
    const results = await Promise.all([1, 2, 3].map(() => fixture.kling(['account'])))
    for (const result of results) expectSuccess(result)
    const pauses = times.slice(1).map((time, index) => time - times[index]!)
    for (const pause of pauses) expect(pause).to.be.at.least(990)
  })

  it('the sandbox answers', async () => {
    const env = {KLING_BASE_URL: undefined}
    const {remaining} = expectSuccess(
      await fixture.klingWithFastPolling(['account', '--region', 'sandbox'], {env}),
    )
    expect(remaining).to.deep.equal({video: 10_000})
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasScript) this.skip()
    })
    const show = async (more: Record<string, string> = {NO_COLOR: '1'}): Promise<string> => {
      const env = {KLING_BASE_URL: fixture.api.url, KLING_ACCESS_KEY: accessKey, KLING_SECRET_KEY: secretKey}
      const {screen} = await runOnTerminal(['account'], {
        home: fixture.home,
        env: {...env, ...fastTimers, ...more},
      })
      return screen
    }

    it('a table; what ends soon is pointed at', async () => {
      fixture.answer(costs(pack('short \u001B[31m包', {invalid_time: now + 2 * day}), pack('long')))
      const screen = await show()
      expect(screen).to.match(/237 units left\./)
      expect(screen).to.match(/short \[31m包 +118\.5 +200 +ends_soon/)
      expect(screen).to.include('up to 12 hours').and.include('lost when it expires')
      expect(screen).to.not.include('\u001B')
      expect(await show({FORCE_COLOR: '1'})).to.include('\u001B[33mends_soon')
    })

    it('nothing left: says what next', async () => {
      fixture.answer(costs(pack('empty', {status: 'runOut', remaining_quantity: 0})))
      expect(await show())
        .to.match(/0 units left/)
        .and.match(/Buy a resource pack/)
      fixture.answer(costs())
      expect(await show()).to.match(/Buy a resource pack/)
    })
  })
})
