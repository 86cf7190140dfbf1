import {expect} from 'chai'
import fc from 'fast-check'
import {type Item, boxesBetween, layOut, neighbour} from '../../../src/gallery-page/layout.js'

const room = {width: 1000, rowHeight: 200, gap: 20, captionHeight: 50, headingHeight: 40}
const items = (ratios: number[], groups = 1): Item[] =>
  ratios.map((ratio, index) => ({
    id: String(index),
    ratio,
    group: String(Math.floor((index * groups) / ratios.length)),
  }))

describe('the wall', () => {
  const ratio = fc.double({min: 0.3, max: 3, noNaN: true})

  it('has all pictures once, in order, inside of its width, none over another', () => {
    fc.assert(
      fc.property(
        fc.array(ratio, {maxLength: 60}),
        fc.integer({min: 1, max: 5}),
        fc.integer({min: 200, max: 2000}),
        (ratios, groups, width) => {
          const {boxes, height} = layOut(items(ratios, groups), {...room, width})
          expect(boxes.map(({id}) => id)).to.deep.equal(ratios.map((_, index) => String(index)))
          for (const [index, box] of boxes.entries()) {
            expect(box.x + box.width).to.be.at.most(width + 1e-6)
            expect(box.y + box.height + room.captionHeight).to.be.at.most(height)
            const before = boxes[index - 1]
            if (before?.row === box.row) expect(box.x).to.be.closeTo(before.x + before.width + room.gap, 1e-6)
            else if (before) expect(box.y).to.be.at.least(before.y + before.height + room.captionHeight)
          }
        },
      ),
    )
  })

  it('fills rows but the last one of a group', () => {
    const {boxes} = layOut(items(Array.from({length: 11}, () => 16 / 9)), room)
    const last = boxes.at(-1)!.row
    for (let row = 0; row < last; row++) {
      const end = boxes.filter(box => box.row === row).at(-1)!
      expect(end.x + end.width).to.be.closeTo(1000, 1e-6)
    }
    expect(boxes.at(-1)!.height).to.equal(200)
  })

  it('begins a group below its heading', () => {
    const {boxes, headings} = layOut(items([1, 1, 1, 1], 2), room)
    expect(headings.map(({group}) => group)).to.deep.equal(['0', '1'])
    expect(boxes[2]!.y).to.equal(headings[1]!.y + room.headingHeight)
    expect(boxes[2]!.x).to.equal(0)
  })

  it('finds what is in sight', () => {
    const wall = layOut(items(Array.from({length: 500}, () => 1.5)), room)
    const top = wall.height / 2
    const found = boxesBetween(wall, top, top + 600, room.captionHeight)
    const expected = wall.boxes.filter(
      ({y, height}) => y <= top + 600 && y + height + room.captionHeight >= top,
    )
    expect(found).to.deep.equal(expected)
  })

  it('knows its neighbours', () => {
    const wall = layOut(items(Array.from({length: 9}, () => 16 / 9)), room)
    const [first] = wall.boxes
    expect(neighbour(wall, first!, 'left')).to.equal(undefined)
    expect(neighbour(wall, first!, 'right')!.index).to.equal(1)
    expect(neighbour(wall, first!, 'up')).to.equal(undefined)
    const below = neighbour(wall, wall.boxes[1]!, 'down')!
    expect(below.row).to.equal(1)
    expect(neighbour(wall, below, 'up')!.index).to.equal(1)
  })
})
