// Large bodies and large results against curl, over loopback. Servers are separate processes.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {median, pairs, peak, spreadOf, time} from './measure.js'

const rounds = 9
const mebi = 1024 * 1024
const serverFile = fileURLToPath(new URL('transfer-server.js', import.meta.url))
const speech = fileURLToPath(new URL('../test/support/speech.mp3', import.meta.url))

/** A PNG as far as its head goes, with noise behind: no more is looked at before it is sent. */
function picture(bytes) {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000019000000190', 'hex')
  return Buffer.concat([head, randomBytes(bytes - head.length)])
}

/** Speech of so many bytes. */
function sound(bytes) {
  const piece = readFileSync(speech)
  return Buffer.concat(Array.from({length: Math.floor(bytes / piece.length)}, () => piece))
}

/** Runs with a server, and a folder to work in. */
async function withServer({env = process.env, temp}, {size = 0, rate = 0}, work) {
  const folder = mkdtempSync(join(temp, 'transfer-'))
  const path = name => join(folder, name)
  const server = spawn(process.execPath, [serverFile, String(size), String(rate), path('body')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(server.stdout, 'data')
    const url = String(line).trim()
    const {NODE_EXTRA_CA_CERTS: _none, ...clean} = env
    const own = {KLING_ACCESS_KEY: 'access', KLING_SECRET_KEY: 'secret', ...clean, KLING_BASE_URL: url}
    return await work({url, path, options: {env: own, cwd: folder}})
  } finally {
    server.kill()
    rmSync(folder, {recursive: true, force: true, maxRetries: 5})
  }
}

const ofCurl = ({ratio, spread, first, second}) => ({
  value: ratio,
  spread,
  detail: `${second.toFixed(0)} ms vs ${first.toFixed(0)} ms`,
})

const curl = (...args) => ['curl', '--silent', '--fail', '--show-error', '--output', ...args]

/** Creates with files, which `prepare` writes; it returns the words of the command. */
const upload = (name, {path, limit}, prepare, argv) => [
  {
    group: 'transfers',
    name: `${name} vs curl with the whole body`,
    limit,
    unit: '×',
    run: context =>
      withServer(context, {}, async server => {
        prepare(server.path)
        const kling = () => time([context.node, context.program, ...argv], server.options)
        // The first one leaves the body for curl, and the compiled code for the others.
        for (let warm = 0; warm < 3; warm++) await kling()
        const body = ['--header', 'content-type: application/json', '--data-binary', '@body']
        const reference = () => time(curl('/dev/null', ...body, server.url + path), server.options)
        return ofCurl(await pairs(reference, kling, rounds))
      }),
  },
  {
    group: 'transfers',
    name: `${name}, peak memory`,
    limit: 90,
    unit: 'MB',
    run: context =>
      withServer(context, {}, async server => {
        prepare(server.path)
        const command = [context.node, context.program, ...argv]
        await time(command, server.options)
        return {value: await peak(command, server.options)}
      }),
  },
]

const avatar = name => ['video', 'create-avatar', '--image', 'face.png', '--audio', name]

/** A face, 4 MB of audio, and a short one. */
function sounds(path) {
  writeFileSync(path('face.png'), picture(10_000))
  writeFileSync(path('speech.mp3'), sound(4_000_000))
  writeFileSync(path('word.mp3'), sound(50_000))
}

const images = Array.from({length: 7}, (_, index) => `${index}.png`)
const download = ['video', 'download', '1', '--type', 'create', '--force', '-o', 'film.mp4']

export const measures = [
  ...upload(
    'seven images of 10 MB',
    {path: '/v1/videos/omni-video', limit: 1.5},
    path => images.forEach(name => writeFileSync(path(name), picture(10_000_000))),
    ['video', 'create', 'A cat', ...images.flatMap(name => ['--ref-image', name])],
  ),
  // A process takes longer to start than curl to send this: what counts is what the sound adds to it.
  {
    group: 'transfers',
    name: 'time added to a create by 4 MB of audio, vs curl',
    limit: 1.5,
    unit: '×',
    run: context =>
      withServer(context, {}, async server => {
        sounds(server.path)
        const kling = name => time([context.node, context.program, ...avatar(name)], server.options)
        for (let warm = 0; warm < 3; warm++) await kling('speech.mp3')
        const body = ['--header', 'content-type: application/json', '--data-binary', '@body']
        const command = curl('/dev/null', ...body, `${server.url}/v1/videos/avatar/image2video`)
        const ratios = []
        for (let round = 0; round < rounds; round++) {
          const [short, long, reference] = [
            await kling('word.mp3'),
            await kling('speech.mp3'),
            await time(command, server.options),
          ]
          ratios.push((long - short) / reference)
        }
        return {value: median(ratios), spread: spreadOf(ratios)}
      }),
  },
  ...upload(
    '4 MB of audio',
    {path: '/v1/videos/avatar/image2video', limit: 1.5},
    sounds,
    avatar('speech.mp3'),
  ).slice(1),
  {
    group: 'transfers',
    name: 'a download of 1 GiB vs curl',
    limit: 1.3,
    unit: '×',
    run: context =>
      withServer(context, {size: 1024 * mebi}, async ({url, options}) => {
        // Only one of them syncs its file: it is not to wait for what the other has left to be written.
        const alone = async (name, command) => {
          rmSync(join(options.cwd, name), {force: true})
          await time(['sync'])
          return time(command, options)
        }
        const kling = () => alone('film.mp4', [context.node, context.program, ...download])
        for (let warm = 0; warm < 2; warm++) await kling()
        const reference = () => alone('curl.mp4', curl('curl.mp4', `${url}/files/film.mp4`))
        return ofCurl(await pairs(reference, kling, 5))
      }),
  },
  {
    group: 'transfers',
    name: 'a download of 1 GiB, peak memory',
    limit: 80,
    unit: 'MB',
    run: context =>
      withServer(context, {size: 1024 * mebi}, async ({options}) => {
        const command = [context.node, context.program, ...download]
        await time(command, options)
        return {value: await peak(command, options)}
      }),
  },
  {
    group: 'transfers',
    name: 'speed-up by --connections 4, at 50 MB/s per connection',
    limit: 1.8,
    atLeast: true,
    unit: '×',
    run: context =>
      withServer(context, {size: 200_000_000, rate: 50_000_000}, async ({options}) => {
        const command = [context.node, context.program, ...download]
        await time(command, options)
        const one = () => time(command, options)
        const four = () => time([...command, '--connections', '4'], options)
        return ofCurl(await pairs(four, one, 3))
      }),
  },
]
