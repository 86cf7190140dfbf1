import {expect} from 'chai'
import {
  type Shot,
  checkShots,
  lengthOf,
  parseShots,
  shotFields,
  splitShots,
} from '../../../src/lib/requests/shots.js'
import {errorOf} from '../../support/failure.js'

const shots: Shot[] = [
  {seconds: 3, prompt: 'a door opens'},
  {seconds: 2, prompt: 'a cat: inside'},
]

describe('shots', () => {
  it('are read from the lines of a file, in any of their spellings', () => {
    const lines = splitShots('# the film\n3s: a door opens\r\n\n 2 S ： a cat: inside \n')
    expect(parseShots(lines)).to.deep.equal(shots)
    for (const text of ['a door opens', '3s', 's: a door', '-3s: a door', '3s: ']) {
      expect(errorOf(() => parseShots(['3s: a door', text])).message, text).to.match(
        /^Shot 2 must have the form/,
      )
    }
  })

  it('have a length and a number that the service takes', () => {
    const codeOf = (...wrong: Shot[]): string => errorOf(() => checkShots({shots: wrong})).code
    expect(checkShots({shots})).to.equal(undefined)
    expect(codeOf({seconds: 16, prompt: 'x'})).to.equal('invalid_duration')
    expect(codeOf({seconds: 3, prompt: 'x'.repeat(513)})).to.equal('invalid_prompt')
    expect(codeOf(...Array.from({length: 7}, () => shots[0]!))).to.equal('invalid_argument')
    expect(errorOf(() => checkShots({shots, multiShot: true})).code).to.equal('invalid_argument')
  })

  it('last as long as the video', () => {
    expect(lengthOf({shots: [], duration: '7'})).to.equal('7')
    expect(lengthOf({shots, duration: '10'})).to.equal('5')
    expect(errorOf(() => lengthOf({shots, duration: '10', durationIsGiven: true})).code).to.equal(
      'invalid_duration',
    )
  })

  it('are numbered in the body; without them the model may cut the prompt', () => {
    expect(shotFields({shots})).to.deep.equal({
      multi_shot: true,
      shot_type: 'customize',
      multi_prompt: [
        {index: 1, prompt: 'a door opens', duration: '3'},
        {index: 2, prompt: 'a cat: inside', duration: '2'},
      ],
    })
    expect(shotFields({shots: [], multiShot: true})).to.deep.equal({
      multi_shot: true,
      shot_type: 'intelligence',
    })
    expect(shotFields({shots: []})).to.deep.equal({})
  })
})
