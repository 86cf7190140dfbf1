import {expect} from 'chai'
import {type Ran, useFixture, useRuns} from '../support/fixture.js'
import {expectError} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {notFound} from '../support/task-api.js'
import {refuse} from '../support/api-server.js'

type Fields = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests

interface Case {
  argv: string[]
  /** What the body has. */
  wanted: Fields
  /** What is noted; undefined: nothing. */
  note?: string
}

/** What follows from the rest of the flags, where it is not given. */
const cases: Record<string, Case> = {
  'sound, which this model has in mode pro alone': {
    argv: ['create-from-text', 'A band', '--sound'],
    wanted: {model_name: 'kling-v2-6', mode: 'pro', sound: 'on'},
    note: 'Using --mode pro, which kling-v2-6 needs for sound.',
  },
  'a last frame, which this model has in mode pro alone': {
    argv: ['create-from-image', '-i', 'a.png', '--last-frame', 'a.png', '--model', 'kling-v2-5-turbo'],
    wanted: {mode: 'pro'},
    note: 'Using --mode pro, which kling-v2-5-turbo needs for a last frame.',
  },
  'a voice, which implies sound': {
    argv: ['create-from-image', '<<<voice_1>>> says hello', '-i', 'a.png', '--voice', '829844'],
    wanted: {mode: 'pro', sound: 'on', voice_list: [{voice_id: '829844'}]},
    note: 'Using --mode pro, which kling-v2-6 needs for sound, voices.',
  },
  'what the usual mode can do': {
    argv: ['create-from-text', 'A street', '--model', 'kling-v3', '--sound'],
    wanted: {mode: 'std', sound: 'on'},
  },
  'nothing more': {argv: ['create-from-text', 'A street'], wanted: {mode: 'std'}},
  'a mode that is given': {
    argv: ['create-from-text', 'A band', '--sound', '--mode', 'pro'],
    wanted: {mode: 'pro', sound: 'on'},
  },
}

describe('what follows from the rest of the flags', () => {
  const ran = useRuns(Object.values(cases), (fixture, {argv}) => {
    fixture.write('a.png', png(640, 480, 100))
    return fixture.kling(['video', ...argv, '--dry-run'])
  })
  for (const [what, one] of Object.entries(cases)) {
    it(what, () => {
      const {result}: Ran = ran(one)
      expect(result.code, result.stderr).to.equal(0)
      expect((JSON.parse(result.stdout) as Fields).body).to.deep.include(one.wanted)
      expect(result.stderr).to.equal(one.note === undefined ? '' : `${one.note}\n`)
    })
  }

  const refused: [string, string[], string][] = [
    [
      'a mode that is given and cannot',
      ['create-from-text', 'A band', '--sound', '--mode', 'std'],
      'incompatible_sound',
    ],
    [
      'a control that the model has not at all, whatever is wrong inside it',
      ['create-from-text', 'A street', '--camera-control', '{"type":"sideways"}'],
      'incompatible_camera_control',
    ],
    [
      'the same of a model that has it',
      ['create-from-text', 'A street', '--model', 'kling-v1', '--camera-control', '{"type":"sideways"}'],
      'invalid_camera_control',
    ],
    [
      'masks that the model has not at all, whatever is wrong inside them',
      ['create-from-image', '-i', 'a.png', '--dynamic-mask', '[]'],
      'incompatible_motion_brush',
    ],
    ['a first frame that is not there', ['create-from-image', '-i', 'none.png'], 'image_not_found'],
    [
      'a last frame that is not there',
      ['create-from-image', '-i', 'a.png', '--last-frame', 'none.png'],
      'frame_not_found',
    ],
    [
      'files before their number',
      ['element', 'create', 'Robot', '-d', 'a robot', '-f', 'none.png'],
      'frontal_not_found',
    ],
    [
      'the number of files',
      ['element', 'create', 'Robot', '-d', 'a robot', '-f', 'a.png'],
      'invalid_ref_count',
    ],
  ]
  const ends = useRuns(refused, (fixture, [, argv]) => {
    fixture.write('a.png', png(640, 480, 100))
    return fixture.kling(['video', ...argv])
  })
  for (const one of refused) {
    const [what, , code] = one
    it(`${what}: ${code}`, () => void expectError(ends(one).result, code))
  }
})

describe('a task of an unknown kind', () => {
  const fixture = useFixture()

  it('that may not be asked for everywhere is refused, not unknown', async () => {
    fixture.answer((request, response) =>
      (request.url.includes('/image2video/') ? refuse(403, 1103, 'No permission') : notFound)(
        request,
        response,
      ),
    )
    const error = expectError(await fixture.kling(['video', 'status', '847']), 'permission_denied')
    expect(error).to.include({task_id: '847', request_id: 'req-refused'})
  })

  it('that nobody knows is unknown, with the last request', async () => {
    fixture.answer(notFound)
    expect(expectError(await fixture.kling(['video', 'status', '847']), 'task_not_found')).to.include({
      task_id: '847',
      request_id: 'req-refused',
    })
  })
})
