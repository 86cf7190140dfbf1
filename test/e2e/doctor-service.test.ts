import {expect} from 'chai'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Line, reportOf} from '../support/doctor-report.js'
import {type Region, type Regions, ownKeys, startRegions} from '../support/regions.js'
import {accessKey, useFixture} from '../support/fixture.js'

describe('kling doctor: the service', () => {
  const fixture = useFixture()
  let folder: string
  let regions: Regions

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'kling-test-'))
    // Without openssl there are no certificates for the hosts of the service.
    const started = await startRegions(folder)
    if (!started) return this.skip()
    regions = started
  })
  after(async () => {
    await regions?.close()
    rmSync(folder, {recursive: true, force: true})
  })

  async function ask(
    own: {cn?: Region; global?: Region},
    env: Record<string, string | undefined> = {},
    ...argv: string[]
  ): Promise<Record<string, Line>> {
    Object.assign(regions, {cn: {}, global: {}, ...own, seen: [], authorizations: []})
    const all = {KLING_BASE_URL: undefined, ...regions.env, ...env}
    return reportOf(await fixture.kling(['doctor', ...argv], {env: all})).lines
  }

  it('asks both regions for one task each, and says whose the keys are', async () => {
    const lines = await ask({cn: {keys: ownKeys}})
    expect(regions.seen.sort()).to.deep.equal([
      'GET api-beijing.klingai.com/v1/videos/omni-video?pageNum=1&pageSize=1',
      'GET api-singapore.klingai.com/v1/videos/omni-video?pageNum=1&pageSize=1',
    ])
    expect(lines['service.reach.cn']!.status).to.equal('ok')
    expect(lines['service.reach.global']!.status).to.equal('ok')
    expect(lines['service.keys']).to.deep.include({status: 'ok', message: 'accepted by cn'})
    expect(lines['service.keys']!.details).to.deep.equal({
      accepted: ['cn'],
      refused: ['global'],
      unknown: [],
    })
    expect(lines['service.clock']!.status).to.equal('ok')
  })

  it('keys of the other region: the command that changes to it', async () => {
    const lines = await ask({global: {keys: ownKeys}})
    expect(lines['service.keys']).to.deep.include({
      status: 'fail',
      message: 'The keys belong to global, but cn is in use.',
      fix: 'kling config set region global',
    })
    const byEnv = await ask({cn: {keys: ownKeys}}, {KLING_REGION: 'global'})
    expect(byEnv['service.keys']!.fix).to.equal('export KLING_REGION=cn')
    expect((await ask({global: {keys: ownKeys}}, {}, '--region', 'global'))['service.keys']!.status).to.equal(
      'ok',
    )
  })

  it('keys of nobody, and a secret key that does not belong to its access key', async () => {
    const nobody = await ask({})
    expect(nobody['service.keys']!.status).to.equal('fail')
    expect(nobody['service.keys']!.message).to.match(/No region accepts the keys/)
    const wrong = await ask({global: {keys: {accessKey, secretKey: 'another-secret-0123456789abcdefghij'}}})
    expect(wrong['service.keys']!.message).to.match(/^global rejects the signature/)
    expect(wrong['service.keys']!.fix).to.equal('kling config set kling_secret_key')
  })

  it('a static API key; one for another host is not shown to the regions', async () => {
    const apiKey = 'static-key-of-the-tests'
    const env = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined, KLING_API_KEY: apiKey}
    expect(
      (await ask({global: {keys: {apiKey}}}, env, '--region', 'global'))['service.keys']!.status,
    ).to.equal('ok')
    fixture.answer(() => ({code: 0, message: 'SUCCEED', data: []}))
    const lines = await ask({}, {...env, KLING_BASE_URL: fixture.api.url})
    expect(regions.seen).to.deep.equal([])
    expect(lines['service.keys']).to.deep.include({status: 'ok', message: 'accepted by base-url'})
    expect(JSON.stringify(lines)).to.not.include(apiKey)
  })

  it('a base URL is asked besides', async () => {
    fixture.answer(() => ({code: 1002, message: 'unknown', data: null}))
    const lines = await ask({cn: {keys: ownKeys}}, {KLING_BASE_URL: fixture.api.url})
    expect(fixture.api.requests).to.have.length(1)
    expect(lines['service.keys']).to.deep.include({
      status: 'fail',
      fix: 'unset KLING_BASE_URL; export KLING_REGION=cn',
    })
  })

  it('a region that is not there: a failure when it is in use, else a warning', async () => {
    const lines = await ask({cn: {isDown: true}, global: {keys: ownKeys}})
    expect(lines['service.reach.cn']).to.deep.include({
      status: 'fail',
      fix: 'curl -v https://api-beijing.klingai.com',
    })
    expect(lines['service.keys']).to.deep.include({status: 'warn'})
    expect(lines['service.keys']!.message).to.match(/accepted by: global/)
    const html = (response: {end(text: string): unknown}): unknown => response.end('<html>')
    const odd = await ask({cn: {keys: ownKeys}, global: {answer: html}})
    expect(odd['service.reach.global']).to.deep.include({status: 'warn'})
    expect(odd['service.reach.global']!.message).to.match(/not as expected/)
  })

  it('an authority that is not trusted: the variable to set', async () => {
    const lines = await ask({cn: {keys: ownKeys}}, {NODE_EXTRA_CA_CERTS: undefined})
    expect(lines['service.reach.cn']!.fix).to.match(/^export NODE_EXTRA_CA_CERTS=/)
  })

  it('an account that is used up has keys that are accepted', async () => {
    const lines = await ask({
      cn: {
        answer(response) {
          response.writeHead(429, {'content-type': 'application/json'})
          response.end(JSON.stringify({code: 1102, message: 'Resource pack depleted'}))
        },
      },
    })
    expect(lines['service.keys']).to.deep.include({status: 'warn'})
    expect(lines['service.keys']!.message).to.match(/belong to cn, but: .*Resource pack depleted/)
  })

  it('the clock: seconds are a warning, a token that is refused for its time is a failure', async () => {
    const some = await ask({cn: {keys: ownKeys, aheadSeconds: 60}})
    expect(some['service.clock']).to.deep.include({status: 'warn'})
    expect(some['service.clock']!.message).to.match(/^The clock is (?:59 s|1 min 0\d s) behind api-beijing/)
    for (const aheadSeconds of [7200, -7200]) {
      const lines = await ask({cn: {keys: ownKeys, aheadSeconds}})
      expect(lines['service.clock']!.status).to.equal('fail')
      expect(lines['service.clock']!.message).to.match(aheadSeconds > 0 ? / behind / : / ahead of /)
      expect(lines['service.clock']!.fix).to.be.a('string')
      expect(lines['service.keys']!.status).to.equal('ok')
    }
    const lax = await ask({
      cn: {aheadSeconds: 7200, answer: response => void response.end('{"code":0,"data":[]}')},
    })
    expect(lax['service.clock']!.status).to.equal('warn')
  })

  it('without keys the regions are reached all the same', async () => {
    const lines = await ask({}, {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined})
    expect(lines['service.reach.cn']!.status).to.equal('ok')
    expect(lines).to.not.have.property('service.keys')
    expect(regions.authorizations).to.deep.equal(['Bearer none', 'Bearer none'])
  })
})
