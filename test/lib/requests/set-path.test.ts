import {expect} from 'chai'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {setPath} from '../../../src/lib/requests/set-path.js'
import {errorOf} from '../../support/failure.js'

function set(...assignments: string[]): JsonBody {
  const body: JsonBody = {prompt: 'A cat', list: [{id: 1}, {id: 2}], deep: {a: {b: 1}}}
  for (const assignment of assignments) setPath(body, assignment)
  const {prompt: _prompt, ...rest} = body
  return rest
}

const rest = {list: [{id: 1}, {id: 2}], deep: {a: {b: 1}}}

describe('--set', () => {
  const cases: [string[], JsonBody][] = [
    [['new=text'], {...rest, new: 'text'}],
    [['new=3'], {...rest, new: 3}],
    [['new=-0.5'], {...rest, new: -0.5}],
    [['new=true', 'other=null'], {...rest, new: true, other: null}],
    [['new="3"'], {...rest, new: '3'}],
    [['new=[1,"a"]'], {...rest, new: [1, 'a']}],
    [['new={"a":{"b":[]}}'], {...rest, new: {a: {b: []}}}],
    [['new={broken'], {...rest, new: '{broken'}],
    [['new=a=b=c'], {...rest, new: 'a=b=c'}],
    [['new= spaced '], {...rest, new: ' spaced '}],
    [['new=007'], {...rest, new: '007'}],
    [['new=829836802793406551'], {...rest, new: '829836802793406551'}],
    [['new=[{"id":829836802793406551}]'], {...rest, new: [{id: '829836802793406551'}]}],
    [['deep.a.b=2', 'deep.c=3'], {...rest, deep: {a: {b: 2}, c: 3}}],
    [['x.y.z=1'], {...rest, x: {y: {z: 1}}}],
    [['list[1].id=7'], {...rest, list: [{id: 1}, {id: 7}]}],
    [['list[2].id=3'], {...rest, list: [{id: 1}, {id: 2}, {id: 3}]}],
    [['list.0.id=9'], {...rest, list: [{id: 9}, {id: 2}]}],
    [['new[0]=a', 'new[1]=b'], {...rest, new: ['a', 'b']}],
    [['new-field_1=a'], {...rest, 'new-field_1': 'a'}],
    [['list='], {deep: {a: {b: 1}}}],
    [['deep.a.b='], {...rest, deep: {a: {}}}],
    [['list[0]='], {...rest, list: [{id: 2}]}],
    [['nothing='], rest],
    [['new='], rest],
  ]
  for (const [assignments, body] of cases) {
    it(assignments.join(' '), () => {
      expect(set(...assignments)).to.deep.equal(body)
    })
  }

  const bad = [
    '',
    'x',
    '=1',
    '.a=1',
    'a.=1',
    'a..b=1',
    'a[x]=1',
    'a[-1]=1',
    'a b=1',
    '[0]=1',
    'a[1000]=1',
    'a.99999999=1',
    'prompt.x=1',
    'deep.a.b.c=1',
    '__proto__.x=1',
    'a.constructor.x=1',
    'a.prototype=1',
  ]
  for (const assignment of bad) {
    it(`${assignment || 'nothing'}: invalid_argument`, () => {
      expect(errorOf(() => set(assignment)).code).to.equal('invalid_argument')
      expect(({} as {x?: number}).x).to.equal(undefined)
    })
  }
})
