import {expect} from 'chai'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {expectError, expectSuccess} from '../support/outcome.js'
import {type FixtureOptions, useRuns, useFixture} from '../support/fixture.js'

const bare = {KLING_BASE_URL: undefined, KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}

describe('config', () => {
  const fixture = useFixture()
  const path = (own = fixture) => join(own.home.folder, '.config/kling-cli/config.json')
  const stored = () => {
    const {format, ...settings} = JSON.parse(readFileSync(path(), 'utf8')) as Record<string, unknown>
    expect(format).to.equal('1')
    return settings
  }
  const config = (argv: string[], {env, ...options}: FixtureOptions = {}) =>
    fixture.kling(['config', ...argv], {env: {...bare, ...env}, ...options})

  function writeConfig(text: string, own = fixture): void {
    mkdirSync(dirname(path(own)), {recursive: true})
    writeFileSync(path(own), text)
  }

  it('set stores, in a private file that is replaced as a whole', async () => {
    expect(expectSuccess(await config(['set', 'region', 'global']))).to.deep.equal({
      key: 'region',
      value: 'global',
      path: path(),
    })
    expectSuccess(await config(['set', 'KLING_ACCESS_KEY', 'AK0123456789']))
    expectSuccess(await config(['set', 'kling_base_url', 'http://localhost:1234/']))
    expect(stored()).to.deep.equal({
      region: 'global',
      kling_access_key: 'AK0123456789',
      kling_base_url: 'http://localhost:1234',
    })
    expect(statSync(path()).mode & 0o777).to.equal(0o600)
    expect(statSync(dirname(path())).mode & 0o777).to.equal(0o700)
    expect(readdirSync(dirname(path()))).to.deep.equal(['config.json'])
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('takes a key in either spelling', async () => {
    expectSuccess(await config(['set', 'KLING_API_KEY', 'a-value-to-mask']))
    expect(expectSuccess(await config(['get', 'api-key'])).value).to.equal('a-value-to-mask')
    expect(stored()).to.deep.equal({kling_api_key: 'a-value-to-mask'})
  })

  it('set reads a secret from stdin, and shows none', async () => {
    const result = await config(['set', 'kling_secret_key'], {stdin: 'abcdefghijklmnop\n'})
    expect(expectSuccess(result).value).to.equal('abc***nop')
    expect(stored()).to.deep.equal({kling_secret_key: 'abcdefghijklmnop'})
    expect(expectSuccess(await config(['set', 'api_key', 'short-one'])).value).to.equal('***')
    expectError(await config(['set', 'kling_secret_key'], {stdin: ' \n'}), 'invalid_argument')
    expectError(await config(['set', 'kling_secret_key']), 'invalid_argument')
  })

  it('get tells value and origin; unset removes', async () => {
    expect(expectSuccess(await config(['get', 'region']))).to.deep.equal({
      key: 'region',
      value: null,
      origin: null,
    })
    expectSuccess(await config(['set', 'region', 'global']))
    expect(expectSuccess(await config(['get', 'region']))).to.include({
      value: 'global',
      origin: 'config file',
    })
    const env = {KLING_REGION: 'cn'}
    expect(expectSuccess(await config(['get', 'REGION'], {env}))).to.include({
      value: 'cn',
      origin: 'KLING_REGION',
    })
    expectSuccess(await config(['unset', 'region']))
    expect(stored()).to.deep.equal({})
    expectSuccess(await config(['unset', 'region']))
  })

  it('list shows all keys with their origins, secrets masked', async () => {
    writeConfig(JSON.stringify({kling_secret_key: 'abcdefghijklmnop', language: 'zh'}))
    const env = {KLING_API_KEY: 'qrstuvwxyz012345', KLING_MAX_COST: '10'}
    const result = await config(['list'], {env})
    const {settings, path: where} = expectSuccess(result)
    expect(where).to.equal(path())
    const rows = settings as {key: string; value: string | null; origin: string | null}[]
    const found = Object.fromEntries(rows.map(({key, value, origin}) => [key, [value, origin]]))
    expect(found).to.deep.equal({
      kling_access_key: [null, null],
      kling_secret_key: ['abc***nop', 'config file'],
      kling_api_key: ['qrs***345', 'KLING_API_KEY'],
      kling_base_url: [null, null],
      region: [null, null],
      output: [null, null],
      language: ['zh', 'config file'],
      max_cost: ['10', 'KLING_MAX_COST'],
      max_cost_day: [null, null],
      keep_requests: [null, null],
      unit_price: [null, null],
    })
    expect(result.stdout).to.not.match(/abcdefgh|qrstuvw/)
  })

  it('path tells where the file is, also under XDG_CONFIG_HOME', async () => {
    expect(expectSuccess(await config(['path'])).path).to.equal(path())
    const env = {XDG_CONFIG_HOME: join(fixture.home.folder, 'elsewhere')}
    expect(expectSuccess(await config(['path'], {env})).path).to.equal(
      join(fixture.home.folder, 'elsewhere/kling-cli/config.json'),
    )
    expect(existsSync(path())).to.equal(false)
  })

  it('keeps several accounts in profiles', async () => {
    expectSuccess(await config(['set', 'region', 'cn']))
    expectSuccess(await config(['set', 'region', 'global', '--profile', 'work']))
    expectSuccess(await config(['set', 'kling_api_key', 'key-of-work-0123'], {env: {KLING_PROFILE: 'work'}}))
    expect(stored()).to.deep.equal({
      region: 'cn',
      profiles: {work: {region: 'global', kling_api_key: 'key-of-work-0123'}},
    })
    const get = async (argv: string[], env = {}) =>
      expectSuccess(await config(['get', 'region', ...argv], {env}))
    expect(await get([])).to.include({value: 'cn', origin: 'config file'})
    expect(await get(['--profile', 'work'])).to.include({value: 'global', origin: 'profile work'})
    expect(await get([], {KLING_PROFILE: 'work'})).to.include({value: 'global', origin: 'profile work'})
    // A profile that was named on the command line is stronger than the environment; one of the environment is not.
    expect(await get(['--profile', 'work'], {KLING_REGION: 'cn'})).to.include({origin: 'profile work'})
    expect(await get([], {KLING_PROFILE: 'work', KLING_REGION: 'cn'})).to.include({origin: 'KLING_REGION'})
    expectSuccess(await config(['unset', 'region', '--profile', 'work']))
    expectSuccess(await config(['unset', 'kling_api_key', '--profile', 'work']))
    expect(stored()).to.deep.equal({region: 'cn'})
    const gone = expectError(await config(['list', '--profile', 'wrk']), 'invalid_argument')
    expect(gone.message).to.include('wrk')
  })

  it('uses the keys of the profile for requests', async () => {
    writeConfig(
      JSON.stringify({kling_api_key: 'common-key', profiles: {work: {kling_api_key: 'key-of-work'}}}),
    )
    fixture.answer(() => ({code: 0, message: 'SUCCEED', data: []}))
    const env = {...bare, KLING_BASE_URL: fixture.api.url}
    expectSuccess(await fixture.kling(['video', 'list', '--type', 'create'], {env}))
    expectSuccess(await fixture.kling(['video', 'list', '--type', 'create', '--profile', 'work'], {env}))
    const sent = fixture.api.requests.map(({headers}) => headers.authorization)
    expect(sent).to.deep.equal(['Bearer common-key', 'Bearer key-of-work'])
  })

  it('a profile of a name that objects have anyway is stored like any other', async () => {
    expectSuccess(await config(['set', 'region', 'global', '--profile', 'constructor']))
    expect(stored()).to.deep.equal({profiles: {constructor: {region: 'global'}}})
    expectSuccess(await config(['set', 'region', 'cn', '--profile', '__proto__']))
    const argv = ['get', 'region', '--profile', '__proto__']
    expect(expectSuccess(await config(argv))).to.include({value: 'cn', origin: 'profile __proto__'})
  })

  const wrong: [string[], string, RegExp?][] = [
    [['set', 'regoin', 'cn'], 'invalid_key', /did you mean region/],
    [['get', 'KLING_SECRET_KYE'], 'invalid_key', /did you mean kling_secret_key/],
    [['unset', '__proto__'], 'invalid_key'],
    [['set', 'profiles', 'x'], 'invalid_key'],
    [['set'], 'invalid_argument', /^Missing setting name\. /],
    [['get'], 'invalid_argument'],
    [['unset'], 'invalid_argument'],
    [['set', 'region', ''], 'invalid_argument', /unset/],
    [['set', 'region', 'cn', 'x'], 'invalid_argument'],
    [['set', 'kling_base_url', 'http://api.example.com'], 'invalid_base_url', /https/],
    [['set', 'base-url', 'example.com'], 'invalid_base_url'],
    [['set', 'kling_base_url', 'https://me:secret@example.com'], 'invalid_base_url'],
    [['set', 'output', 'xml'], 'invalid_argument', /json or text/],
    [['set', 'language', 'fr'], 'invalid_argument'],
    [['set', 'max_cost', 'much'], 'invalid_argument'],
    [['set', 'max_cost_day', '-1'], 'invalid_argument', /max_cost_day/],
    [['set', 'keep_requests', 'maybe'], 'invalid_argument', /yes or no/],
    [['set', 'region', 'mars'], 'invalid_argument', /Unknown region: mars/],
    [['set', 'region', 'globl'], 'invalid_argument', /did you mean global/],
    [['set', 'kling_api_key', 'a key'], 'invalid_api_key', /U\+0020 at position 2/],
    [['set', 'kling_api_key', '"quoted"'], 'invalid_api_key', /position 1/],
    [['set', 'kling_access_key', 'AK\u200B12'], 'invalid_api_key', /U\+200B at position 3/],
    [['set', 'kling_secret_key', 'line\nend'], 'invalid_api_key', /U\+000A at position 5/],
    [['set', 'kling_secret_key', 'Кey'], 'invalid_api_key', /К \(U\+041A\) at position 1/],
  ]
  const ends = useRuns(wrong, (own, [argv]) => own.kling(['config', ...argv]))
  for (const one of wrong) {
    const [argv, code, words] = one
    it(`${argv.join(' ')}: ${code}`, () => {
      const {message, hint} = expectError(ends(one).result, code)
      if (words) expect(`${message} ${hint}`).to.match(words)
      expect(existsSync(join(ends(one).fixture.home.folder, '.config'))).to.equal(false)
    })
  }

  const broken = ['{"region": "cn"', '[]', '"text"', 'null', '{"profiles": []}', '{"profiles": {"a": 1}}']
  const broke = useRuns(broken, (own, text) => {
    writeConfig(text, own)
    return own.kling(['config', 'set', 'region', 'cn'])
  })
  for (const text of broken) {
    it(`a file that holds ${text || 'nothing'}: config_error, and it is left as it is`, () => {
      const {fixture: own, result} = broke(text)
      expect(expectError(result, 'config_error').message).to.include(path(own))
      expect(readFileSync(path(own), 'utf8')).to.equal(text)
      expect(readdirSync(dirname(path(own)))).to.deep.equal(['config.json'])
    })
  }

  const readable: Record<string, [text: string, shown: unknown[]]> = {
    'a byte order mark': ['\uFEFF{"region": "global"}', ['global', null, null]],
    nothing: ['', [null, null, null]],
    'blanks and a byte order mark': ['\uFEFF \n', [null, null, null]],
    'numbers, yes and no as such': [
      '{"max_cost": 20.5, "keep_requests": false, "region": "cn"}',
      ['cn', '20.5', 'no'],
    ],
    null: ['{"region": null, "max_cost": "3"}', [null, '3', null]],
    'what a later version may store': [
      '{"format": 2, "output": {"of": "later"}, "language": ["zh"], "hooks": [1], "max_cost": 7}',
      [null, '7', null],
    ],
  }
  const reads = useRuns(Object.values(readable), (own, [text]) => {
    writeConfig(text, own)
    return own.kling(['config', 'list'], {env: bare})
  })
  for (const [what, one] of Object.entries(readable)) {
    it(`a file with ${what} is read`, () => {
      const {settings} = expectSuccess(reads(one).result) as {settings: {key: string; value: unknown}[]}
      const shown = ['region', 'max_cost', 'keep_requests'].map(
        key => settings.find(setting => setting.key === key)!.value,
      )
      expect(shown).to.deep.equal(one[1])
    })
  }

  it('a value that is none is named with its line, and can be removed by kling', async () => {
    writeConfig(
      '{\n  "region": "cn",\n  "profiles": {\n    "work": {"max_cost": "1"}\n  },\n  "max_cost": {"a": 1}\n}',
    )
    const {message, hint} = expectError(await fixture.kling(['video', 'list']), 'config_error')
    expect(message).to.match(/max_cost .*line 6/)
    expect(hint).to.include('kling config unset max_cost')
    expect(fixture.api.requests).to.deep.equal([])
    expectSuccess(await config(['set', 'output', 'json']))
    expectSuccess(await config(['unset', 'max_cost']))
    expectSuccess(await config(['unset', 'region']))
    expect(stored()).to.deep.equal({output: 'json', profiles: {work: {max_cost: '1'}}})
  })

  it('a limit that only a later version can read is no limit left out', async () => {
    writeConfig('{"format": 2, "max_cost_day": {"units": 5}}')
    const {message, hint} = expectError(await fixture.kling(['video', 'create', 'a cat']), 'config_error')
    expect(`${message} ${hint}`).to.match(/max_cost_day .*newer version.*Update kling/)
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('a syntax error is told with its line', async () => {
    writeConfig('{\n  "region": "cn",\n  oops\n}')
    expect(expectError(await config(['get', 'region']), 'config_error').message).to.include('(line 3)')
  })

  it('follows a link that only its owner can write to, and writes through it', async () => {
    const target = join(fixture.home.folder, 'dotfiles.json')
    writeFileSync(target, '{"region": "global"}', {mode: 0o600})
    mkdirSync(dirname(path()), {recursive: true})
    symlinkSync(target, path())
    expect(expectSuccess(await config(['get', 'region'])).value).to.equal('global')
    expectSuccess(await config(['set', 'region', 'cn']))
    expect(lstatSync(path()).isSymbolicLink()).to.equal(true)
    expect(JSON.parse(readFileSync(target, 'utf8'))).to.include({region: 'cn'})
    chmodSync(target, 0o622)
    expect(expectError(await config(['get', 'region']), 'config_error').message).to.include('other users')
    expectError(await config(['set', 'region', 'global']), 'config_error')
    expect(JSON.parse(readFileSync(target, 'utf8'))).to.include({region: 'cn'})
  })

  it('a broken file stops every command', async () => {
    writeConfig('{')
    expectError(await fixture.kling(['video', 'list']), 'config_error')
    expect(fixture.api.requests).to.deep.equal([])
  })

  it('a folder where the file should be: config_error', async () => {
    mkdirSync(path(), {recursive: true})
    expectError(await config(['get', 'region']), 'config_error')
  })

  it('keeps settings that it does not know', async () => {
    writeConfig('{"of_a_newer_version": "x"}')
    expectSuccess(await config(['set', 'region', 'cn']))
    expect(stored()).to.deep.equal({of_a_newer_version: 'x', region: 'cn'})
  })

  const unsendable: Record<string, string> = {
    KLING_API_KEY: 'a\u200Bkey',
    KLING_SECRET_KEY: 'a\u0007key',
  }
  for (const [name, value] of Object.entries(unsendable)) {
    it(`${name} that no header can carry is refused before connecting`, async () => {
      const env = {KLING_API_KEY: undefined, [name]: value}
      const error = expectError(await fixture.kling(['video', 'create', 'a cat'], {env}), 'invalid_api_key')
      expect(error.message).to.include(name)
      expect(error.billed).to.equal('no')
      expect(JSON.stringify(error)).to.not.include(value)
      expect(fixture.api.requests).to.deep.equal([])
    })
  }

  it('is not torn when several processes write at once', async () => {
    const keys = ['region', 'language', 'max_cost', 'output']
    const values = ['cn', 'zh', '10', 'json']
    const results = await Promise.all(keys.map((key, index) => config(['set', key, values[index]!])))
    for (const result of results) expectSuccess(result)
    const wanted = Object.fromEntries(keys.map((key, index) => [key, values[index]]))
    expect(stored()).to.not.deep.equal({})
    expect({...wanted, ...stored()}).to.deep.equal(wanted)
    expect(readdirSync(dirname(path()))).to.deep.equal(['config.json'])
  })
})
