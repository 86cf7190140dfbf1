import {expect} from 'chai'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {reportOf} from '../support/doctor-report.js'
import {program} from '../support/run-kling.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {secretKey, useFixture} from '../support/fixture.js'

describe('kling doctor', () => {
  const fixture = useFixture()
  const own = (...names: string[]): string => join(fixture.home.folder, ...names)
  const config = (text: string, mode = 0o600): string => {
    const path = own('.config/kling-cli/config.json')
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
    chmodSync(path, mode)
    return path
  }
  const offline = async (env: Record<string, string | undefined> = {}, ...argv: string[]) =>
    reportOf(await fixture.kling(['doctor', '--offline', ...argv], {env}))

  it('offline: all is well, nothing is asked, and no file is made', async () => {
    const {ok, lines} = await offline()
    expect(ok).to.equal(true)
    expect(lines['settings.keys']).to.deep.include({
      status: 'ok',
      message: 'access key and secret key (KLING_ACCESS_KEY, KLING_SECRET_KEY)',
    })
    expect(Object.keys(lines).filter(id => id.startsWith('service.'))).to.deep.equal([])
    expect(fixture.api.requests).to.deep.equal([])
    expect(existsSync(own('.local'))).to.equal(false)
    expect(existsSync(own('.config'))).to.equal(false)
  })

  it('no keys: a failure with its fix, exit 1, and the report all the same', async () => {
    const {lines} = await offline({KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined})
    expect(lines['settings.keys']!.status).to.equal('fail')
    expect(lines['settings.keys']!.fix).to.equal('kling config set kling_api_key')
    const half = await offline({KLING_SECRET_KEY: undefined})
    expect(half.lines['settings.keys']!.fix).to.equal('kling config set kling_secret_key')
    const pasted = await offline({KLING_SECRET_KEY: `"${secretKey}"`})
    expect(pasted.lines['settings.keys']!.message).to.match(/KLING_SECRET_KEY contains a character/)
    expect(pasted.lines['settings.keys']!.fix).to.equal('kling config set kling_secret_key')
  })

  it('the sandbox needs no keys, and nothing is reached for it', async () => {
    const env = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined, KLING_BASE_URL: undefined}
    const {lines} = reportOf(await fixture.kling(['doctor', '--region', 'sandbox'], {env}))
    expect(lines['settings.keys']).to.deep.include({status: 'ok'})
    expect(lines['settings.keys']!.message).to.match(/sandbox/)
    expect(lines['settings.region']!.message).to.equal('sandbox (--region)')
    expect(Object.keys(lines).filter(id => id.startsWith('service.'))).to.deep.equal([])
  })

  describe('settings', () => {
    it('a broken file: its own line, and all other checks', async () => {
      const path = config('{"kling_secret_key": "abc')
      const {lines} = await offline()
      expect(lines['settings.file']).to.deep.include({status: 'fail', fix: `mv ${path} ${path}.broken`})
      expect(lines['settings.keys']!.status).to.equal('ok')
      expect(lines['disk.room.data']!.status).to.equal('ok')
      expect(readFileSync(path, 'utf8')).to.equal('{"kling_secret_key": "abc')
    })

    it('a file that others can read: a failure with keys in it, else a warning', async () => {
      const path = config('{"kling_secret_key": "a-secret-that-is-long"}', 0o644)
      const {lines} = await offline()
      expect(lines['settings.file.rights']).to.deep.include({status: 'fail', fix: `chmod 600 ${path}`})
      expect(JSON.stringify(lines)).to.not.include('a-secret-that-is-long')
      config('{"output": "json"}', 0o640)
      expect((await offline()).lines['settings.file.rights']!.status).to.equal('warn')
    })

    it('values and names that are wrong, and a link in place of the file', async () => {
      const path = config('{"output": "xml", "regoin": "cn", "profiles": {"a": {"max_cost": "much"}}}')
      const {lines} = await offline()
      expect(lines['settings.file.output']!.fix).to.equal('kling config unset output')
      expect(lines['settings.file.max_cost']!.fix).to.equal('kling config unset max_cost --profile a')
      expect(lines['settings.file.regoin']!.message).to.match(/did you mean region/)
      renameSync(path, own('elsewhere.json'))
      symlinkSync(own('elsewhere.json'), path)
      expect((await offline()).lines).to.have.property('settings.file.output')
      chmodSync(own('elsewhere.json'), 0o666)
      expect((await offline()).lines['settings.file']!.message).to.match(/symbolic link/)
    })

    it('profiles: which there are, half a pair, one that is missing', async () => {
      config('{"profiles": {"work": {"kling_access_key": "AK"}, "home": {"region": "global"}}}')
      const {lines} = await offline()
      expect(lines['settings.profiles']).to.deep.include({
        status: 'warn',
        fix: 'kling config set kling_secret_key --profile work',
      })
      const unknown = await offline({KLING_PROFILE: 'wrok'})
      expect(unknown.lines['settings.profiles']).to.deep.include({
        status: 'fail',
        fix: 'unset KLING_PROFILE',
      })
      expect(unknown.lines['settings.profiles']!.message).to.match(/did you mean work/)
      const home = await offline({KLING_BASE_URL: undefined}, '--profile', 'home')
      expect(home.lines['settings.region']!.details).to.include({region: 'global', origin: 'profile home'})
    })

    it('a region that nobody answers for', async () => {
      const env = {KLING_BASE_URL: undefined, KLING_REGION: 'globl'}
      const {lines} = await offline(env)
      expect(lines['settings.region']).to.deep.include({status: 'fail', fix: 'unset KLING_REGION'})
      expect(lines['settings.region']!.message).to.equal('Unknown region: globl (did you mean global?).')
      config('{"profiles": {"work": {"region": "mars"}}}')
      const stored = await offline({KLING_BASE_URL: undefined}, '--profile', 'work')
      expect(stored.lines['settings.region']!.fix).to.equal('kling config unset region --profile work')
    })

    it('a base URL that is not https, and a broken catalogue of one’s own', async () => {
      config('{}')
      writeFileSync(own('.config/kling-cli/models.json'), '{')
      const {lines} = await offline({KLING_BASE_URL: 'http://user:word@example.com'})
      expect(lines['settings.region']).to.deep.include({status: 'fail', fix: 'unset KLING_BASE_URL'})
      expect(lines['settings.models']!.status).to.equal('fail')
      expect(JSON.stringify(lines)).to.not.include('word@')
    })
  })

  describe('network', () => {
    it('proxies with their passwords masked, and what is no proxy', async () => {
      const {lines} = await offline({
        https_proxy: 'http://user:word@proxy.example:3128',
        NO_PROXY: 'localhost',
      })
      expect(lines['network.proxy']!.message).to.equal(
        'https_proxy=http://***@proxy.example:3128  NO_PROXY=localhost',
      )
      expect(JSON.stringify(lines)).to.not.include('word')
      const wrong = await offline({HTTPS_PROXY: 'http://user:word@:::'})
      expect(wrong.lines['network.proxy']).to.deep.include({
        status: 'fail',
        fix: 'export HTTPS_PROXY=http://HOST:PORT',
      })
      const two = await offline({HTTPS_PROXY: 'http://a', https_proxy: 'http://b'})
      expect(two.lines['network.proxy']).to.deep.include({status: 'warn', fix: 'unset HTTPS_PROXY'})
    })

    it('certificates: TLS that is switched off, files that are missing or hold none', async () => {
      const off = await offline({NODE_TLS_REJECT_UNAUTHORIZED: '0'})
      expect(off.lines['network.certificates']).to.deep.include({
        status: 'fail',
        fix: 'unset NODE_TLS_REJECT_UNAUTHORIZED',
      })
      for (const file of [own('missing.pem'), program]) {
        const {lines} = await offline({NODE_EXTRA_CA_CERTS: file})
        expect(lines['network.certificates']).to.deep.include({
          status: 'fail',
          fix: 'unset NODE_EXTRA_CA_CERTS',
        })
      }
    })
  })

  describe('the journal', () => {
    const month = (): string =>
      own(`.local/share/kling-cli/journal/${new Date().toISOString().slice(0, 7)}.jsonl`)
    const write = (lines: unknown[], end = '\n'): void => {
      mkdirSync(dirname(month()), {recursive: true, mode: 0o700})
      const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)))
      writeFileSync(month(), text.join('\n') + end, {mode: 0o600})
    }
    const at = new Date().toISOString()
    const intent = {at, event: 'intent', id: 'kling-1', kind: 'create', region: 'cn', base_url: 'https://x'}

    it('counts lines that cannot be read, and names the first', async () => {
      write([intent, 'garbled', '[1', {at, event: 'refused', id: 'kling-1', code: 'no'}, '{"at":"20'], '')
      const {ok, lines} = await offline()
      expect(ok).to.equal(true)
      expect(lines['journal.events.lines']).to.deep.include({status: 'warn', fix: `sed -n 2p ${month()}`})
      expect(lines['journal.events.lines']!.details).to.deep.include({events: 2, garbled: 2, torn: [month()]})
      write([intent])
      expect((await offline()).lines['journal.events']!.status).to.equal('ok')
    })

    it('a submission without an answer, a download that did not come', async () => {
      const done = {...intent, id: 'kling-2', output: '/somewhere/cat.mp4'}
      write([
        intent,
        done,
        {at, event: 'accepted', id: 'kling-2', task_id: '7'},
        {at, event: 'state', task_id: '7', status: 'succeed'},
      ])
      const {lines} = await offline()
      expect(lines['journal.pending.unsettled']).to.deep.include({
        status: 'warn',
        fix: 'kling task resume kling-1',
      })
      expect(lines['journal.pending.downloads']).to.deep.include({status: 'warn', fix: 'kling task resume'})
      expect(lines['journal.results']).to.deep.include({status: 'ok'})
      expect(lines['journal.results']!.details).to.include({not_downloaded: 1, expiring: 0})
    })

    it('rights, links, damaged indexes', async () => {
      write([intent])
      chmodSync(month(), 0o644)
      writeFileSync(join(dirname(month()), 'summary'), 'nonsense')
      const {lines} = await offline()
      expect(lines['journal.events.rights']).to.deep.include({
        status: 'warn',
        fix: `chmod -R go= ${dirname(month())}`,
      })
      expect(lines['journal.indexes']).to.deep.include({
        status: 'warn',
        fix: `rm ${join(dirname(month()), 'summary')}`,
      })
      renameSync(month(), own('moved'))
      symlinkSync(own('moved'), month())
      expect((await offline()).lines['journal.events.links']!.status).to.equal('fail')
    })

    it('a folder that cannot be read is a line of its own', async () => {
      writeFileSync(own('.local'), 'a file in place of the folder')
      const {lines} = await offline()
      expect(lines['journal.events']).to.deep.include({status: 'fail'})
      expect(lines['journal.events']!.message).to.match(/check failed to run: .*ENOTDIR/)
    })
  })

  it('the Tab key: whether the start file of the shell has its line', async () => {
    const env = {SHELL: '/bin/zsh'}
    expect((await offline(env)).lines['shell.autocomplete']!.fix).to.include('>> ~/.zshrc')
    appendFileSync(own('.zshrc'), '# kling autocomplete\n')
    expect((await offline(env)).lines['shell.autocomplete']!.message).to.match(/not set up/)
    appendFileSync(own('.zshrc'), 'eval "$(kling autocomplete zsh)"\n')
    expect((await offline(env)).lines['shell.autocomplete']!.message).to.equal('set up in ~/.zshrc')
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasScript) this.skip()
    })
    const show = (env: Record<string, string>) =>
      runOnTerminal(['doctor', '--offline'], {
        home: fixture.home,
        env: {PATH: '/usr/bin:/bin', NO_COLOR: '1', ...env},
      })

    it('a line for each with a sign, its fix below, and the exit code', async () => {
      const {code, screen} = await show({LC_ALL: 'C'})
      expect(code).to.equal(1)
      expect(screen).to.match(/^Program\n {2}! kling on PATH {2}\S/)
      expect(screen).to.match(/\n {2}✗ keys {11}No key found/)
      expect(screen).to.match(/\n {4}→ kling config set kling_api_key/)
      expect(screen).to.match(/\n {2}! language .*LC_ALL=C is not a UTF-8/)
      expect(screen).to.match(/\n1 of \d+ checks failed, 2 have warnings\.\n$/)
    })

    it('KLING_PLAIN=1: words', async () => {
      const {screen} = await show({KLING_PLAIN: '1', KLING_API_KEY: 'a-key-of-the-tests'})
      expect(screen).to.match(/\n {2}ok {3}keys {11}an API key \(KLING_API_KEY\)\n/)
      // eslint-disable-next-line no-control-regex -- what must not be there
      expect(screen).to.not.match(/[✓✗→\u001B]/)
    })
  })
})
