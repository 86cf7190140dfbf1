import {expect} from 'chai'
import {type CameraMove, cameraPose} from '../../src/render/camera.js'
import {planGops} from '../../src/render/gop-plan.js'

const moves: CameraMove[] = [
  'none',
  'zoom-in',
  'zoom-out',
  'pan-left',
  'pan-right',
  'tilt-up',
  'tilt-down',
  'roll',
  'forward_up',
  'down_back',
  'right_turn_forward',
  'left_turn_forward',
]

describe('render: camera', () => {
  for (const move of moves)
    it(`never shows the edge of a picture: ${move}`, () => {
      for (let step = 0; step <= 50; step++) {
        const {zoom, x, y, roll} = cameraPose(move, step / 50)
        const room = 0.5 - 0.5 / zoom + 1e-9
        expect(Math.abs(x)).to.be.at.most(room)
        expect(Math.abs(y)).to.be.at.most(room)
        // A frame turned in a picture of 16:9 or 9:16: its corner must stay within the long side's margin.
        expect((Math.cos(roll) + (16 / 9) * Math.abs(Math.sin(roll))) / zoom).to.be.at.most(1)
      }
    })

  it('zooms gently when no move, or an unknown one, is named', () => {
    expect(cameraPose(undefined, 1).zoom).to.be.greaterThan(cameraPose(undefined, 0).zoom)
    expect(cameraPose('constructor' as CameraMove, 1)).to.deep.equal(cameraPose(undefined, 1))
  })
})

describe('render: GOP plan', () => {
  for (const [frames, workers] of [
    [1, 2],
    [2, 4],
    [72, 2],
    [97, 3],
    [120, 2],
    [360, 4],
  ] as const)
    it(`cuts ${frames} frames for ${workers} workers at keyframes, without gap or overlap`, () => {
      const {gopLength, segments} = planGops(frames, workers)
      expect(segments.length).to.be.within(1, workers)
      expect(segments[0]!.from).to.equal(0)
      expect(segments.at(-1)!.to).to.equal(frames)
      for (const [index, {from}] of segments.entries()) {
        expect(from % gopLength).to.equal(0)
        if (index > 0) expect(from).to.equal(segments[index - 1]!.to)
      }
      expect(planGops(frames, 1).gopLength).to.equal(gopLength)
    })

  it('gives two workers the same', () => {
    expect(planGops(120, 2).segments).to.deep.equal([
      {from: 0, to: 60},
      {from: 60, to: 120},
    ])
  })
})
