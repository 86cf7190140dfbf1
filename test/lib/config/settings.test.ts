import {expect} from 'chai'
import {mkdirSync, writeFileSync} from 'node:fs'
import {settingDefinitionOf, mask} from '../../../src/lib/config/setting-definitions.js'
import {credentialsOf, destinationOf, loadSettings} from '../../../src/lib/config/settings.js'
import {errorOf, rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

describe('settings', () => {
  const inFolder = useFolder()
  const load = (file: object, env: Record<string, string> = {}, more = {}) => {
    mkdirSync(inFolder('config'), {recursive: true})
    writeFileSync(inFolder('config', 'config.json'), JSON.stringify(file))
    return loadSettings({configDir: inFolder('config'), env, ...more})
  }

  it('come from a profile given as a flag, the environment, the profile, the file, in this order', async () => {
    const file = {region: 'file', profiles: {work: {region: 'profile'}}}
    const env = {KLING_REGION: 'environment'}
    const find = async (...args: Parameters<typeof load>) => (await load(...args)).region
    expect(await find(file)).to.deep.equal({value: 'file', origin: 'config file', rank: 3})
    expect(await find(file, env)).to.deep.equal({value: 'environment', origin: 'KLING_REGION', rank: 1})
    expect(await find(file, {KLING_REGION: ' '})).to.include({value: 'file'})
    expect(await find(file, {}, {profile: 'work'})).to.include({value: 'profile', rank: 2})
    expect(await find(file, env, {profile: 'work'})).to.include({value: 'environment'})
    expect(await find(file, env, {profile: 'work', profileIsFlag: true})).to.include({
      value: 'profile',
      rank: 0,
    })
    expect((await rejectionOf(find(file, {}, {profile: 'wrk'}))).message).to.match(/did you mean work/)
  })

  it('hold the API key or the pair, whichever comes from the stronger place', async () => {
    const pair = {kling_access_key: 'A', kling_secret_key: 'S'}
    const of = async (...args: Parameters<typeof load>) => credentialsOf(await load(...args))
    expect(await of(pair)).to.deep.equal({accessKey: 'A', secretKey: 'S'})
    expect(await of({...pair, kling_api_key: 'K'})).to.deep.equal({apiKey: 'K'})
    expect(await of(pair, {KLING_API_KEY: 'K'})).to.deep.equal({apiKey: 'K'})
    expect(await of({kling_api_key: 'K'}, {KLING_ACCESS_KEY: 'A', KLING_SECRET_KEY: 'S'})).to.deep.equal({
      accessKey: 'A',
      secretKey: 'S',
    })
    expect(await of({kling_api_key: 'K', kling_access_key: 'A'})).to.deep.equal({apiKey: 'K'})
    const none = errorOf(() => credentialsOf({}))
    expect([none.code, none.fields.hint?.includes('--region sandbox')]).to.deep.equal([
      'missing_api_key',
      true,
    ])
  })

  it('say where requests go', async () => {
    const of = async (...args: Parameters<typeof load>) => destinationOf(await load(...args))
    expect(await of({})).to.deep.equal({region: 'cn', origin: 'default'})
    expect(await of({region: 'global'})).to.deep.equal({region: 'global', origin: 'config file'})
    const both = {region: 'global', kling_base_url: 'https://x.example'}
    expect(await of(both)).to.deep.equal({baseUrl: 'https://x.example', origin: 'config file'})
    expect(await of(both, {KLING_REGION: 'cn'})).to.deep.equal({region: 'cn', origin: 'KLING_REGION'})
  })

  it('have keys in two spellings, and secrets are masked', () => {
    for (const text of ['KLING_BASE_URL', 'kling_base_url', 'base-url', ' Base_Url ']) {
      expect(settingDefinitionOf(text)).to.equal('kling_base_url')
    }
    expect(settingDefinitionOf('kling_region')).to.equal('region')
    expect(errorOf(() => settingDefinitionOf('toString')).code).to.equal('invalid_key')
    expect(['', 'short', '0123456789a', '0123456789ab'].map(mask)).to.deep.equal([
      '***',
      '***',
      '***',
      '012***9ab',
    ])
  })
})
