import {expect} from 'chai'
import type {JsonBody} from '../../../src/lib/http/streaming-body.js'
import {commandLine, readRequest, shellLine} from '../../../src/lib/sidecar/body-to-command.js'

const line = (kind: string, body: JsonBody): string | undefined => commandLine(kind, readRequest(kind, body))

describe('the command that makes the same again', () => {
  const cases: [string, JsonBody, string][] = [
    [
      'create',
      {
        model_name: 'kling-v3-omni',
        prompt: '<<<image_1>>> dances',
        mode: 'pro',
        duration: '7',
        image_list: [
          {image_url: '/a/first one.png', type: 'first_frame'},
          {image_url: 'https://example.com/last.png', type: 'end_frame'},
          {image_url: 'ref.png'},
        ],
        element_list: [{element_id: '829836802793406551'}],
        sound: 'on',
        watermark_info: {enabled: true},
        external_task_id: 'kling-1',
        callback_url: 'https://example.com/done',
      },
      "kling video create '<<<image_1>>> dances' --model kling-v3-omni --mode pro --duration 7 " +
        "--first-frame '/a/first one.png' --last-frame https://example.com/last.png --ref-image ref.png " +
        '--element 829836802793406551 --sound --watermark',
    ],
    [
      'create',
      {
        prompt: 'Snow',
        video_list: [
          {video_url: 'https://example.com/in.mp4', refer_type: 'base', keep_original_sound: 'no'},
        ],
      },
      'kling video create Snow --base-video https://example.com/in.mp4 --ref-exclude-sound',
    ],
    [
      'create',
      {
        prompt: '',
        multi_shot: true,
        shot_type: 'customize',
        multi_prompt: [
          {index: 1, prompt: 'a door opens', duration: '3'},
          {index: 2, prompt: 'a cat', duration: '2'},
        ],
      },
      "kling video create --shot '3s: a door opens' --shot '2s: a cat'",
    ],
    [
      'create',
      {prompt: 'x', multi_shot: true, shot_type: 'intelligence'},
      'kling video create x --multi-shot',
    ],
    [
      'text2video',
      {prompt: "it's", cfg_scale: 0.3, negative_prompt: 'rain', camera_control: {type: 'forward_up'}},
      `kling video create-from-text 'it'\\''s' --cfg-scale 0.3 --negative rain --camera-control '{"type":"forward_up"}'`,
    ],
    [
      'image2video',
      {image: 'a.png', image_tail: 'b.png', voice_list: [{voice_id: '1'}, {voice_id: '2'}]},
      'kling video create-from-image --first-frame a.png --last-frame b.png --voice 1 --voice 2',
    ],
    [
      'motion-control',
      {
        image_url: 'p.png',
        video_url: 'https://example.com/d.mp4',
        character_orientation: 'video',
        mode: 'std',
        keep_original_sound: 'no',
      },
      'kling video create-motion-control --image p.png --video https://example.com/d.mp4 --orientation video --mode std --no-keep-sound',
    ],
    [
      'avatar',
      {image: 'p.png', sound_file: 's.mp3', mode: 'std'},
      'kling video create-avatar --image p.png --audio s.mp3 --mode std',
    ],
    ['extend', {video_id: '84', prompt: 'On'}, 'kling video extend 84 --prompt On'],
    [
      'add-sound',
      {video_id: '84', bgm_prompt: 'piano', asmr_mode: true},
      'kling video add-sound 84 --bgm piano --asmr',
    ],
    [
      'add-sound',
      {video_url: 'https://example.com/a.mp4'},
      'kling video add-sound --url https://example.com/a.mp4',
    ],
    ['create', {prompt: '--help'}, 'kling video create -- --help'],
    ['text2video', {prompt: 'x', negative_prompt: '-a'}, 'kling video create-from-text x --negative=-a'],
  ]
  for (const [kind, body, expected] of cases) {
    it(expected.slice(0, 90), () => expect(line(kind, body)).to.equal(expected))
  }

  it('puts what no flag knows into the body as it is', () => {
    expect(
      line('create', {
        prompt: 'x',
        some_day: {a: [1]},
        sound: 'loud',
        image_list: [{image_url: 'a', type: 'new'}],
      }),
    ).to.equal(
      `kling video create x --set 'some_day={"a":[1]}' --set 'sound="loud"' --set 'image_list=[{"image_url":"a","type":"new"}]'`,
    )
  })

  it('knows no command for kinds of plugins', () => {
    expect(line('voice', {voice_name: 'Ann'})).to.equal(undefined)
    expect(line('constructor', {})).to.equal(undefined)
  })

  it('quotes for a shell', () => {
    expect(shellLine(['a b', '$HOME', '`x`', "'", '', '你好', 'a\nb'])).to.equal(
      `'a b' '$HOME' '\`x\`' ''\\''' '' '你好' 'a\nb'`,
    )
  })
})
