import {expect} from 'chai'
import {type Picture, fit, resize} from '../../../src/lib/preview/picture.js'
import {readPpm} from '../../../src/lib/preview/ppm.js'
import {render} from '../../../src/lib/preview/render.js'
import {readHalfBlocks, readKitty, readPng, readSixels} from '../../support/terminal-pictures.js'

/** A gradient with a bright disc: smooth colours and an edge. */
function sample(width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isDisc = Math.hypot(x - width / 2, y - height / 2) < height / 4
      const color = isDisc ? [250, 240, 200] : [(x * 255) / width, (y * 255) / height, 120]
      rgb.set(color, (y * width + x) * 3)
    }
  return {width, height, rgb}
}

/** Mean difference of a channel between two pictures of one size. */
function difference(one: Picture, other: Picture): number {
  expect({width: one.width, height: one.height}).to.deep.equal({width: other.width, height: other.height})
  return one.rgb.reduce((sum, value, place) => sum + Math.abs(value - other.rgb[place]!), 0) / one.rgb.length
}

const wide = sample(640, 360)
const tall = sample(360, 640)

describe('a picture on a terminal', () => {
  const screens = {
    'a usual screen': {picture: wide, screen: {width: 80, height: 24}, cells: [43, 12]},
    'a large screen': {picture: wide, screen: {width: 200, height: 60}, cells: [71, 20]},
    'a narrow screen': {picture: wide, screen: {width: 20, height: 60}, cells: [19, 5]},
    'a low screen': {picture: wide, screen: {width: 80, height: 5}, cells: [21, 6]},
    'a tall picture': {picture: tall, screen: {width: 80, height: 24}, cells: [14, 12]},
  }
  for (const [name, {picture, screen, cells}] of Object.entries(screens)) {
    const [width, height] = cells as [number, number]

    it(`kitty, ${name}: ${width} × ${height} cells`, () => {
      const {keys, file, chunks} = readKitty(render(picture, 'kitty', screen))
      expect(keys).to.include({a: 'T', f: '100', q: '2', c: `${width}`, r: `${height}`})
      expect(Math.max(...chunks.map(chunk => chunk.length))).to.be.at.most(4096)
      const shown = readPng(file)
      expect(shown.width / shown.height).to.be.closeTo(picture.width / picture.height, 0.02)
      expect(difference(shown, resize(picture, shown))).to.equal(0)
    })

    it(`half blocks, ${name}: ${width} × ${height} cells`, () => {
      const text = render(picture, 'blocks', screen)
      const shown = readHalfBlocks(text)
      expect(shown.width).to.be.closeTo(width, 1)
      expect(text.split('\n').length).to.be.closeTo(height, 1)
      const size = fit(picture, shown)
      expect(
        difference(
          {...shown, ...size, rgb: shown.rgb.subarray(0, size.width * size.height * 3)},
          resize(picture, size),
        ),
      ).to.equal(0)
    })
  }

  it('iTerm2: one PNG with its size in bytes and cells', () => {
    const text = render(wide, 'iterm', {width: 80, height: 24})
    // eslint-disable-next-line no-control-regex -- the code is made of them
    const code = /^\u001B\]1337;File=([^:]*):([A-Za-z\d+/=]*)\u0007$/.exec(text)!
    const keys = Object.fromEntries(code[1]!.split(';').map(key => key.split('=')))
    const file = Buffer.from(code[2]!, 'base64')
    expect(keys).to.deep.equal({
      inline: '1',
      size: `${file.length}`,
      width: '43',
      height: '12',
      preserveAspectRatio: '1',
    })
    const shown = readPng(file)
    expect(difference(shown, resize(wide, shown))).to.equal(0)
  })

  it('sixels: every pixel is drawn, in 256 colours that come near', () => {
    const shown = readSixels(render(wide, 'sixel', {width: 80, height: 24}))
    expect(shown.colors).to.be.within(100, 256)
    expect(shown.empty).to.equal(0)
    expect(shown.height).to.equal(12 * 16)
    expect(difference(shown, resize(wide, shown))).to.be.below(5)
  })

  it('sixels of few colours are those colours', () => {
    const rgb = Uint8Array.from({length: 64 * 30 * 3}, (_, place) => (place % (64 * 3) < 96 ? 255 : 0))
    const shown = readSixels(render({width: 64, height: 30, rgb}, 'sixel', {width: 9, height: 60}))
    expect(shown.colors).to.equal(2)
    expect(difference(shown, {width: 64, height: 30, rgb})).to.equal(0)
  })

  it('256 colours: each pixel has the one that comes nearest', () => {
    const shown = readHalfBlocks(render(wide, 'blocks256', {width: 80, height: 24}))
    expect(difference(shown, resize(wide, shown))).to.be.below(25)
    const grey = {width: 4, height: 4, rgb: new Uint8Array(48).fill(118)}
    expect(render(grey, 'blocks256', {width: 5, height: 8})).to.include('38;5;243;48;5;243m')
  })

  it('an odd number of rows ends with its last row', () => {
    const rgb = Uint8Array.from([255, 0, 0, 255, 0, 0, 0, 0, 255])
    const shown = readHalfBlocks(render({width: 1, height: 3, rgb}, 'blocks', {width: 2, height: 4}))
    expect([...shown.rgb.subarray(0, 3)]).to.deep.equal([255, 0, 0])
    expect([...shown.rgb.subarray(-3)]).to.deep.equal([0, 0, 255])
  })
})

describe('PPM', () => {
  it('is read', () => {
    expect(readPpm(Buffer.from('P6\n2 1\n255\nabcdef'))).to.deep.equal({
      width: 2,
      height: 1,
      rgb: Buffer.from('abcdef'),
    })
  })
  for (const bad of [
    '',
    'P6\n2 1\n255\nabc',
    'P3\n2 1\n255\nabcdef',
    'P6\n0 1\n255\n',
    'P6\n2 1\n65535\nabcdef',
  ]) {
    it(`${JSON.stringify(bad)} is none`, () => {
      expect(readPpm(Buffer.from(bad))).to.equal(undefined)
    })
  }
})
