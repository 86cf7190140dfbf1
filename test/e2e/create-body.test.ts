import {expect} from 'chai'
import {expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {taskApi} from '../support/task-api.js'
import {useRuns, useFixture} from '../support/fixture.js'

const picture = png(300, 300).toString('base64')
const first = 'https://example.com/first.png'
const last = 'https://example.com/last.png'
const video = 'https://example.com/in.mp4'

/** Fields that a flag changes; undefined means that the field is not there. */
const cases: {argv: string[]; changes: Record<string, unknown>}[] = [
  {argv: [], changes: {}},
  {argv: ['--mode', 'std'], changes: {mode: 'std'}},
  {argv: ['--duration', '10'], changes: {duration: '10'}},
  {argv: ['-d', '10'], changes: {duration: '10'}},
  {argv: ['--ratio', '9:16'], changes: {aspect_ratio: '9:16'}},
  {argv: ['-r', '1:1'], changes: {aspect_ratio: '1:1'}},
  {
    argv: ['--model', 'kling-v3-omni', '--mode', '4k', '-d', '15'],
    changes: {model_name: 'kling-v3-omni', mode: '4k', duration: '15'},
  },
  {argv: ['-m', 'kling-v3-omni', '-d', '3'], changes: {model_name: 'kling-v3-omni', duration: '3'}},
  {argv: ['--watermark'], changes: {watermark_info: {enabled: true}}},
  {
    argv: ['--callback-url', 'https://example.com/hook'],
    changes: {callback_url: 'https://example.com/hook'},
  },
  {
    argv: ['--first-frame', first],
    changes: {aspect_ratio: undefined, image_list: [{image_url: first, type: 'first_frame'}]},
  },
  {
    argv: ['-i', first, '--last-frame', last, '-d', '7'],
    changes: {
      aspect_ratio: undefined,
      duration: '7',
      image_list: [
        {image_url: first, type: 'first_frame'},
        {image_url: last, type: 'end_frame'},
      ],
    },
  },
  {
    argv: ['--ref-image', 'http://example.com/1.jpg', '--ref-image', 'HTTPS://example.com/2.jpg', '-d', '3'],
    changes: {
      duration: '3',
      image_list: [{image_url: 'http://example.com/1.jpg'}, {image_url: 'HTTPS://example.com/2.jpg'}],
    },
  },
  {
    argv: ['--first-frame', first, '--ref-image', last],
    changes: {
      aspect_ratio: undefined,
      image_list: [{image_url: first, type: 'first_frame'}, {image_url: last}],
    },
  },
  {
    argv: ['--element', '829836', '--element', '829836802793406551', '--element', '9223372036854775807'],
    changes: {
      element_list: [
        {element_id: '829836'},
        {element_id: '829836802793406551'},
        {element_id: '9223372036854775807'},
      ],
    },
  },
  {
    argv: ['--ref-video', video],
    changes: {video_list: [{video_url: video, refer_type: 'feature', keep_original_sound: 'yes'}]},
  },
  {
    argv: ['--ref-video', video, '--ref-exclude-sound'],
    changes: {video_list: [{video_url: video, refer_type: 'feature', keep_original_sound: 'no'}]},
  },
  {
    argv: ['--base-video', video, '--duration', '7', '--ratio', '1:1'],
    changes: {
      aspect_ratio: undefined,
      duration: undefined,
      video_list: [{video_url: video, refer_type: 'base', keep_original_sound: 'yes'}],
    },
  },
  {
    argv: ['--base-video', video, '--ref-exclude-sound', '--ref-image', first],
    changes: {
      aspect_ratio: undefined,
      duration: undefined,
      image_list: [{image_url: first}],
      video_list: [{video_url: video, refer_type: 'base', keep_original_sound: 'no'}],
    },
  },
  {
    argv: ['--ref-image', `data:image/png;base64,${picture}`],
    changes: {image_list: [{image_url: picture}]},
  },
  {argv: ['--set', 'new_field=text'], changes: {new_field: 'text'}},
  {
    argv: ['--set', 'count=3', '--set', 'share=0.5', '--set', 'on=true'],
    changes: {count: 3, share: 0.5, on: true},
  },
  {argv: ['--set', 'duration="8"'], changes: {duration: '8'}},
  {argv: ['--set', 'list=[1,{"a":"b"}]'], changes: {list: [1, {a: 'b'}]}},
  {argv: ['--set', 'a.b.c=1', '--set', 'a.b.d=two words'], changes: {a: {b: {c: 1, d: 'two words'}}}},
  {
    argv: ['--set', 'shots[0].prompt=one', '--set', 'shots[1].prompt=two'],
    changes: {shots: [{prompt: 'one'}, {prompt: 'two'}]},
  },
  {argv: ['--set', 'id=829836802793406551'], changes: {id: '829836802793406551'}},
  {
    argv: ['--set', 'element_list=[{"element_id":829836802793406551}]'],
    changes: {element_list: [{element_id: '829836802793406551'}]},
  },
  {argv: ['--set', 'aspect_ratio='], changes: {aspect_ratio: undefined}},
  {
    argv: ['--ref-image', first, '--ref-image', last, '--set', 'image_list[0]='],
    changes: {image_list: [{image_url: last}]},
  },
  {argv: ['--set', 'url=https://example.com/?a=b'], changes: {url: 'https://example.com/?a=b'}},
  {
    argv: ['--unchecked', '--model', 'kling-v9', '--mode', 'ultra', '-d', '60'],
    changes: {model_name: 'kling-v9', mode: 'ultra', duration: '60'},
  },
]

describe('video create: the body for each flag', () => {
  const fixture = useFixture()

  const ends = useRuns(cases, (own, {argv}) => {
    own.answer(taskApi())
    return own.kling(['video', 'create', 'A cat', ...argv])
  })
  for (const one of cases) {
    const {argv, changes} = one
    it(argv.join(' ') || 'without flags', () => {
      expectSuccess(ends(one).result)
      const [request, ...others] = ends(one).fixture.api.requests
      expect(others).to.deep.equal([])
      const {external_task_id, ...body} = JSON.parse(request!.body)
      expect(external_task_id).to.match(/^kling-[0-9A-HJKMNP-TV-Z]{26}$/)
      const wanted = {
        model_name: 'kling-video-o1',
        prompt: 'A cat',
        mode: 'pro',
        duration: '5',
        aspect_ratio: '16:9',
        ...changes,
      }
      expect(body).to.deep.equal(JSON.parse(JSON.stringify(wanted)))
    })
  }

  it('sends the external id of the user, by flag or by --set', async () => {
    fixture.answer(taskApi())
    const byFlag = await fixture.kling(['video', 'create', 'A cat', '--external-task-id', 'job-1'])
    expect(expectSuccess(byFlag).external_task_id).to.equal('job-1')
    const bySet = await fixture.kling(['video', 'create', 'A cat', '--set', 'external_task_id=job-2'])
    expect(expectSuccess(bySet).external_task_id).to.equal('job-2')
    const byNumber = await fixture.kling(['video', 'create', 'A cat', '--set', 'external_task_id=20260101'])
    expect(expectSuccess(byNumber).external_task_id).to.equal('20260101')
    const sent = fixture.api.requests.map(({body}) => JSON.parse(body).external_task_id)
    expect(sent).to.deep.equal(['job-1', 'job-2', '20260101'])
  })

  it('makes a new external id for each create', async () => {
    fixture.answer(taskApi())
    const results = await Promise.all([1, 2, 3].map(() => fixture.kling(['video', 'create', 'A cat'])))
    const told = results.map(result => expectSuccess(result).external_task_id)
    const sent = fixture.api.requests.map(({body}) => JSON.parse(body).external_task_id)
    expect(new Set(sent).size).to.equal(3)
    expect(told.sort()).to.deep.equal(sent.sort())
  })

  it('sends the API key as it is', async () => {
    fixture.answer(taskApi())
    const env = {
      KLING_ACCESS_KEY: undefined,
      KLING_SECRET_KEY: undefined,
      KLING_API_KEY: 'static-key.of/tests+1',
    }
    expectSuccess(await fixture.kling(['video', 'create', 'A cat'], {env}))
    expect(fixture.api.requests[0]!.headers.authorization).to.equal('Bearer static-key.of/tests+1')
  })
})
