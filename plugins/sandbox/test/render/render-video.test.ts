import {createCanvas, loadImage} from '@napi-rs/canvas'
import {expect} from 'chai'
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ALL_FORMATS, EncodedPacketSink, FilePathSource, Input} from 'mediabunny'
import {sizeForImage, sizeOf} from '../../src/render/frame-size.js'
import {renderPoster, renderVideo} from '../../src/render/render-video.js'

const size = {width: 640, height: 360}
const plain = {...size, seconds: 2, prompt: 'A cat', label: 'not a model output'}

/** Whether ffmpeg is there, which decodes frames to look at them. */
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

describe('render: renderVideo', () => {
  let folder: string

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kling-render-'))))
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  /** A picture of one colour, as a PNG file. */
  function picture(name: string, color: string, width = 640, height = 360): string {
    const canvas = createCanvas(width, height)
    const context = canvas.getContext('2d')
    context.fillStyle = color
    context.fillRect(0, 0, width, height)
    const file = join(folder, name)
    writeFileSync(file, canvas.toBuffer('image/png'))
    return file
  }

  /** Mean red, green and blue of a region of a frame (fractions of the picture). */
  async function meanColor(
    file: string,
    frame: number,
    [left, top, right, bottom]: number[],
  ): Promise<number[]> {
    const still = join(folder, `frame-${frame}.png`)
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      file,
      '-vf',
      `select=eq(n\\,${frame})`,
      '-frames:v',
      '1',
      still,
    ])
    const image = await loadImage(still)
    const canvas = createCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const at = (share: number, whole: number): number => Math.round(share * whole)
    const width = at(right! - left!, image.width)
    const height = at(bottom! - top!, image.height)
    const {data} = context.getImageData(at(left!, image.width), at(top!, image.height), width, height)
    const sums = [0, 0, 0]
    for (let index = 0; index < data.length; index += 4)
      for (const c of [0, 1, 2]) sums[c]! += data[index + c]!
    return sums.map(sum => sum / (data.length / 4))
  }

  it('makes H.264 of the right size, rate and length, its index first', async () => {
    const file = join(folder, 'a.mp4')
    const made = await renderVideo(plain, file)
    expect(made).to.include({...size, seconds: 2, frames: 48})
    const bytes = readFileSync(file)
    expect(bytes.length).to.equal(made.bytes)
    expect(bytes.indexOf('moov')).to.be.greaterThan(0).and.lessThan(bytes.indexOf('mdat'))
    const input = new Input({formats: ALL_FORMATS, source: new FilePathSource(file)})
    const track = (await input.getPrimaryVideoTrack())!
    expect(track.codec).to.equal('avc')
    expect(await track.getColorSpace()).to.include({matrix: 'bt709', fullRange: false})
    const {packetCount, averagePacketRate} = await track.computePacketStats()
    expect(packetCount).to.equal(48)
    expect(averagePacketRate).to.be.closeTo(24, 0.01)
    expect(await input.computeDuration()).to.be.closeTo(2, 0.001)
    expect(await input.getPrimaryAudioTrack()).to.equal(null)
    expect(readdirSync(folder)).to.deep.equal(['a.mp4'])
  })

  it('says which frames are keys, so that players can seek', async () => {
    const file = join(folder, 'seek.mp4')
    await renderVideo({...plain, seconds: 4}, file)
    const input = new Input({formats: ALL_FORMATS, source: new FilePathSource(file)})
    const packets = new EncodedPacketSink((await input.getPrimaryVideoTrack())!)
    const types: string[] = []
    for await (const {type} of packets.packets()) types.push(type)
    expect(types[0]).to.equal('key')
    const keys = types.filter(type => type === 'key').length
    expect(keys).to.be.within(2, types.length / 10)
    const {timestamp} = (await packets.getKeyPacket(3.9))!
    expect(timestamp).to.be.within(2, 3.9)
  })

  it('adds a sound track that is as long as the picture', async () => {
    const file = join(folder, 'sound.mp4')
    await renderVideo({...plain, sound: true}, file)
    const input = new Input({formats: ALL_FORMATS, source: new FilePathSource(file)})
    expect((await input.getPrimaryAudioTrack())!.codec).to.equal('aac')
    expect(await input.computeDuration()).to.be.closeTo(2, 0.1)
  })

  it('draws the same pictures with one worker and with two', async function () {
    if (!hasFfmpeg) this.skip() // needs ffmpeg to decode
    const pictures = async (workers: number): Promise<string> => {
      const file = join(folder, `${workers}.mp4`)
      await renderVideo({...plain, seconds: 4}, file, {workers})
      return execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'framemd5', '-'], {encoding: 'utf8'})
    }
    expect(await pictures(1)).to.equal(await pictures(2))
  })

  it('fades from the first frame to the last', async function () {
    if (!hasFfmpeg) this.skip() // needs ffmpeg to look at frames
    const spec = {
      ...plain,
      firstFrame: picture('red.png', '#d01010'),
      lastFrame: picture('blue.png', '#1010d0'),
    }
    const file = join(folder, 'fade.mp4')
    await renderVideo(spec, file)
    const middle = [0.4, 0.35, 0.6, 0.55]
    const [red, , noBlue] = await meanColor(file, 1, middle)
    expect(red).to.be.greaterThan(150)
    expect(noBlue).to.be.lessThan(60)
    const [noRed, , blue] = await meanColor(file, 46, middle)
    expect(blue).to.be.greaterThan(150)
    expect(noRed).to.be.lessThan(60)
  })

  it('shows the prompt, and glyphs rather than boxes for Chinese', async function () {
    if (!hasFfmpeg) this.skip() // needs ffmpeg to look at frames
    const caption = [0.02, 0.75, 0.6, 0.93]
    const light = async (prompt: string): Promise<number> => {
      const file = join(folder, 'caption.mp4')
      await renderVideo({...plain, seconds: 1, prompt, firstFrame: picture('black.png', '#000')}, file)
      return (await meanColor(file, 12, caption))[0]!
    }
    const empty = await light('')
    const latin = await light('A cat playing piano')
    const chinese = await light('一只猫在弹钢琴')
    expect(latin - empty).to.be.greaterThan(2)
    expect(chinese - empty).to.be.greaterThan(2)
    // Two glyphs of the same box would be equally light; two characters are not.
    expect(Math.abs((await light('一一一一一一一')) - (await light('龘龘龘龘龘龘龘')))).to.be.greaterThan(1)
  })

  it('leaves nothing behind when it is stopped or an image is none', async () => {
    const file = join(folder, 'stopped.mp4')
    const controller = new AbortController()
    const stopped = renderVideo(plain, file, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    expect(await stopped.then(() => 'made', String)).to.contain('enough')
    const none = join(folder, 'none.png')
    writeFileSync(none, 'this is text')
    const failed = renderVideo({...plain, firstFrame: none}, file)
    expect(await failed.then(() => 'made', String)).to.match(/image|picture|none\.png/i)
    expect(readdirSync(folder)).to.deep.equal(['none.png'])
  })

  it('draws a poster', async () => {
    const file = join(folder, 'poster.jpg')
    await renderPoster(plain, file)
    const {width, height} = await loadImage(readFileSync(file))
    expect({width, height}).to.deep.equal(size)
  })
})

describe('render: frame sizes', () => {
  it('has 720p for std and 1080p for pro, and follows an image', () => {
    expect(sizeOf('std', '16:9')).to.deep.equal({width: 1280, height: 720})
    expect(sizeOf('pro', '9:16')).to.deep.equal({width: 1080, height: 1920})
    const {width, height} = sizeForImage('std', 1000, 1500)
    expect(width / height).to.be.closeTo(2 / 3, 0.02)
    expect([width % 2, height % 2]).to.deep.equal([0, 0])
  })
})
