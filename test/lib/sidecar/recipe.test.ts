import {expect} from 'chai'
import {isFileNote, lostTexts, mapFiles} from '../../../src/lib/sidecar/recipe.js'

const note = {file: '/in/cat.png', sha256: 'a'.repeat(64), bytes: 3}

describe('the request of a recipe', () => {
  it('knows a file by its note', () => {
    expect(isFileNote(note)).to.equal(true)
    for (const other of [
      null,
      'cat.png',
      {},
      {...note, file: 7},
      {...note, file: 'a\0b'},
      {...note, file: '\ud800'},
      {...note, sha256: undefined},
      {...note, bytes: -1},
      {...note, bytes: 1.5},
      {...note, bytes: '3'},
    ])
      expect(isFileNote(other), JSON.stringify(other)).to.equal(false)
  })

  it('gets other values in the places of its files, and says where these are', () => {
    const places: string[] = []
    const request = {prompt: 'A cat', image_list: [{image_url: note, type: 'end_frame'}, {image_url: 'x'}]}
    const mapped = mapFiles(request, ({bytes}, steps, parent) => {
      places.push(`${steps.join('.')} ${String(parent.type)}`)
      return bytes
    })
    expect(mapped).to.deep.equal({
      prompt: 'A cat',
      image_list: [{image_url: 3, type: 'end_frame'}, {image_url: 'x'}],
    })
    expect(places).to.deep.equal(['image_list.0.image_url end_frame'])
  })

  it('tells where text stood that was too long to keep', () => {
    const {file: _, ...lost} = note
    expect(lostTexts({a: [{b: lost}, {c: note}], d: {e: lost}})).to.deep.equal(['a[0].b', 'd.e'])
    expect(lostTexts({a: 'x', b: null, c: {sha256: 'x'}})).to.deep.equal([])
  })
})
