import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import type {GalleryState} from '../../src/lib/gallery/clip.js'
import {mapFiles} from '../../src/lib/sidecar/recipe.js'
import {type RunningGallery, ask, cookieOf, dataDirOf, startGallery, writeClips} from '../support/gallery.js'
import {expectSuccess} from '../support/outcome.js'
import {movie, png} from '../support/pictures.js'
import {smallFilms} from '../support/preload.js'
import {type Home, launch, makeHome, runKling} from '../support/run-kling.js'

const film = movie

describe('kling gallery, by HTTP', () => {
  let home: Home
  let gallery: RunningGallery
  let cookie: string

  beforeEach(async () => {
    home = makeHome()
    const path = join(home.folder, 'any.mp4')
    writeFileSync(path, film)
    writeClips(home, [
      {id: 'cat', at: '2026-11-01T10:00:00.000Z', prompt: 'A cat', end: 'succeed', film: path},
      {id: 'boat', at: '2026-11-02T10:00:00.000Z', prompt: 'A boat', end: 'failed', reason: 'it sank'},
    ])
    gallery = await startGallery(home, {argv: ['--no-follow']})
    cookie = await cookieOf(gallery)
  })
  afterEach(async () => {
    await gallery.stop()
    home.remove()
  })

  const get = (path: string, more: Parameters<typeof ask>[1] = {}): ReturnType<typeof ask> =>
    ask(gallery.origin + path, {...more, headers: {cookie, ...more.headers}})

  /** What a page gets to begin with. */
  async function state(): Promise<GalleryState> {
    const {body} = await get('/events')
    const [, data] = /^event: all\ndata: (.*)\n\n/.exec(body.toString())!
    return JSON.parse(data!) as GalleryState
  }

  const star = (body: unknown, headers: Record<string, string> = {}): ReturnType<typeof ask> =>
    get('/stars', {method: 'POST', body: JSON.stringify(body), headers: {origin: gallery.origin, ...headers}})

  const starsFile = (): string => join(dataDirOf(home), 'stars.json')

  it('lets in who has the token, and takes it out of the address', async () => {
    const {status, headers} = await ask(gallery.url)
    expect(status).to.equal(303)
    expect(headers.location).to.equal('/')
    expect(headers['set-cookie']![0]).to.match(
      /^kling_gallery_\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/,
    )
    const page = await get('/')
    expect(page.status).to.equal(200)
    expect(page.headers['content-security-policy']).to.contain("default-src 'none'")
    expect(page.body.toString()).to.contain('page.js')
  })

  it('listens on loopback only', () => {
    expect(gallery.url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  })

  it('is small', async () => {
    const sizes = await Promise.all(
      ['/', '/page.js', '/page.css', '/icon.svg'].map(async path => (await get(path)).body.length),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.below(100_000)
  })

  for (const path of ['/', '/page.js', '/events', '/files/cat', '/stars', '/?token=', '/?token=guess']) {
    it(`refuses ${path} to who has neither token nor cookie`, async () => {
      const {status, body, headers} = await ask(gallery.origin + path)
      expect(status).to.equal(403)
      expect(headers['set-cookie']).to.equal(undefined)
      expect(body.toString()).to.not.contain('cat')
    })
  }

  for (const host of [
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1.evil.example',
    'localhost:1',
  ]) {
    it(`refuses the host ${host}, whatever it brings`, async () => {
      expect((await get('/', {headers: {host}})).status).to.equal(403)
      expect((await ask(gallery.url, {headers: {host}})).status).to.equal(403)
    })
  }

  it('takes localhost for what it is', async () => {
    const {port} = new URL(gallery.url)
    expect((await get('/', {headers: {host: `localhost:${port}`}})).status).to.equal(200)
  })

  it('refuses what pages of elsewhere ask for', async () => {
    expect((await get('/events', {headers: {origin: 'https://evil.example'}})).status).to.equal(403)
    expect((await get('/', {headers: {origin: 'null'}})).status).to.equal(403)
    expect((await star({id: 'cat', starred: true}, {origin: 'http://evil.example'})).status).to.equal(403)
    expect(existsSync(starsFile())).to.equal(false)
  })

  it('refuses a change without an origin', async () => {
    const {status} = await get('/stars', {method: 'POST', body: JSON.stringify({id: 'cat', starred: true})})
    expect(status).to.equal(403)
    expect(existsSync(starsFile())).to.equal(false)
  })

  it('knows few methods', async () => {
    const origin = {origin: gallery.origin}
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await get('/', {method, headers: origin})).status, method).to.equal(405)
    expect((await get('/', {method: 'POST', headers: origin})).headers.allow).to.equal('GET, HEAD')
    expect((await get('/stars')).headers.allow).to.equal('POST')
    const head = await get('/files/cat', {method: 'HEAD'})
    expect(head.status).to.equal(200)
    expect(head.headers['content-length']).to.equal(String(film.length))
    expect(head.body.length).to.equal(0)
  })

  it('gives out what the journal names, whole and in parts', async () => {
    const whole = await get('/files/cat')
    expect(whole.body).to.deep.equal(film)
    expect(whole.headers['content-type']).to.equal('video/mp4')
    expect(whole.headers['x-content-type-options']).to.equal('nosniff')
    const ranges: [string, number, string | undefined, Buffer | undefined][] = [
      ['bytes=0-9', 206, `bytes 0-9/${film.length}`, film.subarray(0, 10)],
      ['bytes=11-', 206, `bytes 11-${film.length - 1}/${film.length}`, film.subarray(11)],
      ['bytes=-4', 206, `bytes ${film.length - 4}-${film.length - 1}/${film.length}`, film.subarray(-4)],
      ['bytes=5-9999', 206, `bytes 5-${film.length - 1}/${film.length}`, film.subarray(5)],
      ['bytes=9999-', 416, `bytes */${film.length}`, undefined],
      ['bytes=-0', 416, `bytes */${film.length}`, undefined],
      ['bytes=7-3', 200, undefined, film],
      ['bytes=0-1,3-4', 200, undefined, film],
      ['lines=1-2', 200, undefined, film],
    ]
    for (const [range, status, contentRange, bytes] of ranges) {
      const part = await get('/files/cat', {headers: {range}})
      expect(part.status, range).to.equal(status)
      expect(part.headers['content-range'], range).to.equal(contentRange)
      if (bytes) expect(part.body, range).to.deep.equal(bytes)
    }
  })

  for (const path of [
    '/files/../../../etc/passwd',
    '/files/..%2f..%2f..%2fetc%2fpasswd',
    '/files/%2fetc%2fpasswd',
    '/files/any.mp4',
    '/files/boat',
    '/files/',
    '/files/%',
    '/files/constructor',
    '/constructor',
    '/__proto__',
    '/../package.json',
    '/page.js/',
    '//etc/passwd',
  ]) {
    it(`has nothing at ${path}`, async () => {
      const {status, body} = await get('/', {path})
      expect(status).to.be.oneOf([404, 200])
      expect(body.toString()).to.not.match(/root:|"name"/)
      if (status === 200) expect(path).to.equal('/page.js/')
    })
  }

  it('gives out nothing that is no clip, whatever the journal says', async () => {
    const secret = join(home.folder, 'id_rsa')
    writeFileSync(secret, 'secret')
    symlinkSync('/dev', join(home.folder, 'folder.mp4'))
    const lines = [secret, join(home.folder, 'folder.mp4'), '/dev/zero']
    const month = join(dataDirOf(home), 'journal/2026-11.jsonl')
    for (const [index, file] of lines.entries()) {
      const id = `bad-${index}`
      const at = '2026-11-03T10:00:00.000Z'
      const events = [
        {at, event: 'intent', id, kind: 'create', region: 'cn', base_url: 'https://api.example.com'},
        {at, event: 'accepted', id, task_id: `t-${id}`},
        {at, event: 'downloaded', task_id: `t-${id}`, file, bytes: 1},
      ]
      appendFileSync(month, events.map(event => JSON.stringify(event) + '\n').join(''))
    }
    const {clips} = await state()
    expect(clips.find(({id}) => id === 'bad-0')).to.deep.include({missing: 'id_rsa'})
    for (const index of lines.keys()) expect((await get(`/files/bad-${index}`)).status).to.equal(404)
  })

  /** Puts a downloaded file into the journal. */
  function note(id: string, file: string, more: object = {}, intent: object = {}): void {
    const [at, base_url] = ['2026-11-03T10:00:00.000Z', 'https://api.example.com']
    const events = [
      {at, event: 'intent', id, kind: 'create', region: 'cn', base_url, ...intent},
      {at, event: 'accepted', id, task_id: `t-${id}`},
      {at, event: 'downloaded', task_id: `t-${id}`, file, bytes: 1, ...more},
    ]
    const month = join(dataDirOf(home), 'journal/2026-11.jsonl')
    appendFileSync(month, events.map(event => JSON.stringify(event) + '\n').join(''))
  }

  /** Files that are not given out, each with how it is made. */
  const foreign: [string, (make: {name: string; secret: string; private: string}) => void][] = [
    ['a link to a file', ({name, secret}) => symlinkSync(secret, name)],
    ['a link to a film', ({name, private: film}) => symlinkSync(film, name)],
    ['another name of a film that lies elsewhere', ({name, private: film}) => linkSync(film, name)],
    ['another name of a file', ({name, secret}) => linkSync(secret, name)],
    ['a text that is called a film', ({name}) => writeFileSync(name, 'SECRET')],
    ['a link to itself', ({name}) => symlinkSync(name, name)],
    ['a pipe', ({name}) => void spawnSync('mkfifo', [name])],
  ]
  for (const [what, make] of foreign) {
    it(`gives out nothing for ${what}`, async () => {
      const at = (name: string): string => join(home.folder, name)
      for (const folder of ['private', 'films2']) mkdirSync(at(folder))
      writeFileSync(at('private/secret.txt'), 'SECRET')
      writeFileSync(at('private/mine.mp4'), Buffer.concat([movie, Buffer.from('SECRET')]))
      make({name: at('films2/x.mp4'), secret: at('private/secret.txt'), private: at('private/mine.mp4')})
      note('x', at('films2/x.mp4'))
      note('sound', at('films2/x.mp4').replace('mp4', 'mp3'))
      expect((await state()).clips.find(({id}) => id === 'x')).to.deep.include({missing: 'x.mp4'})
      const {status, body} = await get('/files/x')
      expect(status).to.equal(404)
      expect(body.toString()).to.not.include('SECRET')
      expectSuccess(await runKling(['gallery', '--export', 'out'], {home}))
      expect(readdirSync(at('out/clips'))).to.deep.equal(['cat.mp4'])
    })
  }

  it('gives out no file that took the place of one that it has seen', async () => {
    expect((await get('/files/cat')).status).to.equal(200)
    writeFileSync(join(home.folder, 'secret.mp4'), 'SECRET')
    rmSync(join(home.folder, 'films/cat.mp4'))
    symlinkSync(join(home.folder, 'secret.mp4'), join(home.folder, 'films/cat.mp4'))
    expect((await get('/files/cat')).status).to.equal(404)
  })

  it('takes of what a plugin noted only films where its results go', async () => {
    const at = (name: string): string => join(home.folder, name)
    for (const folder of ['mine', 'its']) mkdirSync(at(folder))
    for (const name of ['mine/a.mp4', 'its/b.mp4', 'its/c.mp4']) writeFileSync(at(name), movie)
    symlinkSync(at('mine'), at('its/link'))
    const [plugin, its] = [
      {plugin: 'kling-plugin-odd'},
      {plugin: 'kling-plugin-odd', output: at('its/out.mp4')},
    ]
    note('elsewhere', at('mine/a.mp4'), plugin, its)
    note('above', at('its/../mine/a.mp4'), plugin, its)
    note('linked', at('its/link/a.mp4'), plugin, its)
    note('nowhere', at('its/c.mp4'), plugin, {plugin: 'kling-plugin-odd'})
    note('fit', at('its/b.mp4'), plugin, its)
    note('host', at('its/c.mp4'), {}, its)
    const ready = (await state()).clips.filter(({phase}) => phase === 'ready').map(({id}) => id)
    expect(ready).to.have.members(['cat', 'fit', 'host'])
    const {json} = await runKling(['gallery', '--export', 'out'], {home})
    expect(json.files).to.equal(3)
  })

  for (const address of ['//[', '*', 'http://[', 'http://127.0.0.1/']) {
    it(`says no to the address ${address}, whoever asks, and goes on`, async () => {
      for (const headers of [{} as Record<string, string>, {cookie}]) {
        const {status, body} = await ask(gallery.origin, {path: address, headers})
        expect(status).to.equal(400)
        expect(body.toString()).to.equal('Bad request.\n')
      }
      expect((await get('/')).status).to.equal(200)
    })
  }

  const sidecars = [
    '{"version":1,"kind":"create","request":{"__proto__":{"a":1},"prompt":"A cat"}}',
    '{"version":1,"kind":"__proto__","request":{"constructor":1,"toString":2,"prompt":"A cat"}}',
    '{"version":1,"kind":"create","request":{"image_list":[{"type":"__proto__"}],"multi_prompt":[{"prompt":{"toString":1}}]}}',
    `{"version":1,"kind":"create","request":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`,
  ]
  for (const sidecar of sidecars) {
    it(`shows every clip beside the sidecar ${sidecar.slice(0, 70)}`, async () => {
      writeFileSync(join(home.folder, 'films/cat.mp4.json'), sidecar)
      const {clips} = await state()
      expect(clips.map(({id, phase}) => `${id} ${phase}`)).to.deep.equal(['boat failed', 'cat ready'])
      expectSuccess(await runKling(['gallery', '--export', 'out'], {home}))
      expect(readdirSync(join(home.folder, 'out/clips'))).to.deep.equal(['cat.mp4'])
    })
  }

  it('tells what the journal and the files tell', async () => {
    const {clips, stars, language} = await state()
    expect(stars).to.deep.equal([])
    expect(language).to.equal('en')
    expect(clips.map(({id, phase}) => [id, phase])).to.deep.equal([
      ['boat', 'failed'],
      ['cat', 'ready'],
    ])
    expect(clips[0]).to.include({reason: 'it sank', prompt: 'A boat'})
    expect(clips[1]!.file).to.include({name: 'cat.mp4', type: 'video', bytes: film.length})
  })

  it('keeps stars in the data folder, atomically, for the next time', async () => {
    expect((await star({id: 'cat', starred: true})).status).to.equal(204)
    expect(Object.keys(JSON.parse(readFileSync(starsFile(), 'utf8')).stars)).to.deep.equal(['cat'])
    await gallery.stop()
    gallery = await startGallery(home, {argv: ['--no-follow']})
    cookie = await cookieOf(gallery)
    expect((await state()).stars).to.deep.equal(['cat'])
    await star({id: 'cat', starred: false})
    expect((await state()).stars).to.deep.equal([])
    expect(
      readdirSync(dataDirOf(home)).filter(name => name.startsWith('.stars') || name.endsWith('.lock')),
    ).to.deep.equal([])
  })

  it('stars nothing that is not there', async () => {
    for (const body of [{id: 'dog', starred: true}, {id: 'cat'}, {starred: true}, [], null, 'cat'])
      expect((await star(body)).status).to.equal(400)
    expect((await star({id: 'cat', starred: true, more: 'x'.repeat(5000)})).status).to.be.oneOf([413])
    expect(existsSync(starsFile())).to.equal(false)
  })

  it('ends on Ctrl-C, with exit 130 and nothing more to say', async () => {
    expect(await gallery.stop()).to.deep.equal({code: 130, stderr: ''})
  })

  it('says when the port is taken', async () => {
    const {port} = new URL(gallery.url)
    const {code, stdout, error} = await runKling(['gallery', '--no-open', '--port', port], {home})
    expect(stdout).to.equal('')
    expect(error.code).to.equal('invalid_argument')
    expect(error.message).to.contain(port)
    expect(code).to.equal(2)
  })
})

describe('kling gallery --export', () => {
  let home: Home
  beforeEach(() => {
    home = makeHome()
    const path = join(home.folder, 'any.mp4')
    writeFileSync(path, film)
    const at = '2026-11-01T10:00:00.000Z'
    writeClips(home, [
      {id: 'cat', at, prompt: '</script><b>A cat</b>', profile: 'work', end: 'succeed', film: path},
      {id: 'boat', at, prompt: 'A boat', end: 'succeed', film: path},
    ])
    writeFileSync(join(dataDirOf(home), 'stars.json'), JSON.stringify({version: 1, stars: {boat: at}}))
  })
  afterEach(() => home.remove())

  const data = (): GalleryState =>
    JSON.parse(
      readFileSync(join(home.folder, 'out/data.js'), 'utf8').replace('var klingGallery = ', ''),
    ) as GalleryState

  it('writes the page, what it knows and the clips', async () => {
    const {code, json} = await runKling(['gallery', '--export', 'out'], {home})
    expect(code).to.equal(0)
    expect(json).to.deep.equal({
      success: true,
      output: join(home.folder, 'out'),
      clips: 2,
      files: 2,
      bytes: 2 * film.length,
    })
    expect(readdirSync(join(home.folder, 'out')).sort()).to.deep.equal([
      'clips',
      'data.js',
      'icon.svg',
      'index.html',
      'page.css',
      'page.js',
    ])
    expect(readFileSync(join(home.folder, 'out/clips/cat.mp4'))).to.deep.equal(film)
    const {clips, stars, isCopy} = data()
    expect(isCopy).to.equal(true)
    expect(stars).to.deep.equal(['boat'])
    expect(clips.map(({file}) => file?.url)).to.have.members(['clips/cat.mp4', 'clips/boat.mp4'])
  })

  it('lets the page load nothing but itself', async () => {
    await runKling(['gallery', '--export', 'out'], {home})
    const html = readFileSync(join(home.folder, 'out/index.html'), 'utf8')
    const [, policy = ''] = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html) ?? []
    expect(policy).to.match(/^default-src 'none'; /)
    for (const rule of policy.split('; ').slice(1))
      expect(rule).to.match(/^[a-z]+-src(?: (?:'self'|file:|blob:))+$/)
    // It holds for what comes after it.
    expect(html.indexOf(policy)).to.be.below(html.indexOf('<script'))
  })

  it('tells nobody the folders and accounts of this machine', async () => {
    await runKling(['gallery', '--export', 'out'], {home})
    const text = readFileSync(join(home.folder, 'out/data.js'), 'utf8')
    expect(text).to.not.contain(home.folder)
    expect(text).to.not.contain('work')
  })

  it('takes the starred ones alone on demand', async () => {
    const {json} = await runKling(['gallery', '--export', 'out', '--starred'], {home})
    expect(json.clips).to.equal(1)
    expect(data().clips.map(({id}) => id)).to.deep.equal(['boat'])
  })

  it('writes over nothing unless it is told to', async () => {
    mkdirSync(join(home.folder, 'out'))
    writeFileSync(join(home.folder, 'out/mine.txt'), 'mine')
    const refused = await runKling(['gallery', '--export', 'out'], {home})
    expect(refused.error.code).to.equal('output_exists')
    expect(refused.code).to.equal(10)
    expect(readdirSync(join(home.folder, 'out'))).to.deep.equal(['mine.txt'])
    const {code} = await runKling(['gallery', '--export', 'out', '--force'], {home})
    expect(code).to.equal(0)
    expect(readFileSync(join(home.folder, 'out/mine.txt'), 'utf8')).to.equal('mine')
  })
})

describe('the command of a clip', () => {
  let home: Home
  beforeEach(() => {
    home = makeHome()
    Object.assign(home.env, {KLING_SANDBOX_SPEED: '20', ...smallFilms})
  })
  afterEach(async () => {
    await runKling(['sandbox', 'reset'], {home})
    home.remove()
  })

  it('asks for the very same as the one that made it', async () => {
    writeFileSync(join(home.folder, 'my cat.png'), png(640, 480))
    const argv = [
      'video',
      'create',
      `It's "<<<image_1>>>" & $HOME`,
      '--first-frame',
      'my cat.png',
      '--mode',
      'std',
    ]
    const more = ['--watermark', '--region', 'sandbox', '--sidecar', '--output', 'cat.mp4']
    expect((await runKling([...argv, ...more], {home})).code).to.equal(0)
    const gallery = await startGallery(home, {argv: ['--no-follow']})
    const {body} = await ask(`${gallery.origin}/events`, {headers: {cookie: await cookieOf(gallery)}})
    await gallery.stop()
    const {clips} = JSON.parse(/data: (.*)/.exec(body.toString())![1]!) as GalleryState
    const {command, isPartial} = clips[0]!
    expect(isPartial).to.equal(undefined)
    const script = `kling() { ${launch.map(word => `"${word}"`).join(' ')} "$@"; }; ${command} --dry-run`
    const {stdout} = spawnSync('bash', ['-c', script], {cwd: home.folder, env: home.env, encoding: 'utf8'})
    const {request} = JSON.parse(readFileSync(join(home.folder, 'cat.mp4.json'), 'utf8')) as {request: object}
    const sent = mapFiles(request, ({sha256, bytes}) => ({sha256, bytes}))
    expect(JSON.parse(stdout).body).to.deep.equal(sent)
    expect(command).to.match(/--region sandbox --output cat-2\.mp4$/)
  })
})
