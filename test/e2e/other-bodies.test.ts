import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {png} from '../support/pictures.js'
import {taskApi} from '../support/task-api.js'
import {useRuns} from '../support/fixture.js'

const picture = 'https://example.com/a.png'
const other = 'https://example.com/b.png'
const video = 'https://example.com/in.mp4'
const local = png(320, 320)
const base64 = local.toString('base64')
const speech = readFileSync(new URL('../support/speech.mp3', import.meta.url))

/** A command, the words that are always there, where it goes, and the body of these words. */
interface Command {
  command: string
  always: string[]
  path: string
  body: Record<string, unknown>
}

const commands = {
  text: {
    command: 'create-from-text',
    always: ['A cat'],
    path: '/v1/videos/text2video',
    body: {model_name: 'kling-v2-6', prompt: 'A cat', mode: 'std', duration: '5', aspect_ratio: '16:9'},
  },
  image: {
    command: 'create-from-image',
    always: ['--first-frame', picture],
    path: '/v1/videos/image2video',
    body: {model_name: 'kling-v2-6', image: picture, mode: 'std', duration: '5'},
  },
  motion: {
    command: 'create-motion-control',
    always: ['--image', picture, '--video', video],
    path: '/v1/videos/motion-control',
    body: {
      model_name: 'kling-v2-6',
      image_url: picture,
      video_url: video,
      character_orientation: 'image',
      mode: 'std',
      keep_original_sound: 'yes',
    },
  },
  avatar: {
    command: 'create-avatar',
    always: ['--image', picture],
    path: '/v1/videos/avatar/image2video',
    body: {image: picture, mode: 'std'},
  },
  extend: {
    command: 'extend',
    always: ['829836802793406551'],
    path: '/v1/videos/video-extend',
    body: {video_id: '829836802793406551'},
  },
  sound: {command: 'add-sound', always: [], path: '/v1/audio/video-to-audio', body: {}},
} satisfies Record<string, Command>

const camera = {type: 'simple', config: {zoom: 5}}
const points = [
  {x: 1, y: 2},
  {x: 3, y: 4},
]
const shots = [
  {index: 1, prompt: 'a door', duration: '3'},
  {index: 2, prompt: 'a cat: inside', duration: '2'},
]
const watermark = {watermark_info: {enabled: true}}
const v1 = ['--model', 'kling-v1']

/** Words after a command, and the fields that they change. */
const cases: [Command, string[], Record<string, unknown>][] = [
  [commands.text, [], {}],
  [commands.text, ['-m', 'kling-v2-5-turbo'], {model_name: 'kling-v2-5-turbo'}],
  [
    commands.text,
    ['--model', 'kling-v3', '--mode', '4k', '-d', '15'],
    {model_name: 'kling-v3', mode: '4k', duration: '15'},
  ],
  [commands.text, ['--duration', '10', '--ratio', '9:16'], {duration: '10', aspect_ratio: '9:16'}],
  [commands.text, ['-r', '1:1', '--negative', 'blur'], {aspect_ratio: '1:1', negative_prompt: 'blur'}],
  [commands.text, ['--mode', 'pro', '--sound'], {mode: 'pro', sound: 'on'}],
  [commands.text, ['--watermark'], watermark],
  [commands.text, [...v1], {model_name: 'kling-v1', cfg_scale: 0.5}],
  [commands.text, [...v1, '--cfg-scale', '0.8'], {model_name: 'kling-v1', cfg_scale: 0.8}],
  [
    commands.text,
    [...v1, '--camera-control', JSON.stringify(camera)],
    {model_name: 'kling-v1', cfg_scale: 0.5, camera_control: camera},
  ],
  [
    commands.text,
    [...v1, '--camera-control', '{"type":"forward_up"}'],
    {model_name: 'kling-v1', cfg_scale: 0.5, camera_control: {type: 'forward_up'}},
  ],
  [
    commands.text,
    ['--model', 'kling-v3', '--shot', '3s: a door', '--shot', '2: a cat: inside'],
    {model_name: 'kling-v3', multi_shot: true, shot_type: 'customize', multi_prompt: shots},
  ],
  [
    commands.text,
    ['--model', 'kling-v3', '--shots', 'shots.txt', '-d', '5'],
    {model_name: 'kling-v3', multi_shot: true, shot_type: 'customize', multi_prompt: shots},
  ],
  [
    commands.text,
    ['--model', 'kling-v3', '--multi-shot'],
    {model_name: 'kling-v3', multi_shot: true, shot_type: 'intelligence'},
  ],
  [commands.text, ['--set', 'new.field=1'], {new: {field: 1}}],
  [commands.image, [], {}],
  [commands.image, ['She smiles'], {prompt: 'She smiles'}],
  [commands.image, ['-f', 'prompt.txt'], {prompt: 'from a file'}],
  [{...commands.image, always: ['-i', 'a.png']}, [], {image: base64}],
  [commands.image, ['--last-frame', other, '--mode', 'pro'], {image_tail: other, mode: 'pro'}],
  [commands.image, ['--negative', 'blur', '-d', '10'], {negative_prompt: 'blur', duration: '10'}],
  [
    commands.image,
    ['<<<voice_1>>> speaks', '--mode', 'pro', '--sound', '--voice', '1,2'],
    {
      prompt: '<<<voice_1>>> speaks',
      mode: 'pro',
      sound: 'on',
      voice_list: [{voice_id: '1'}, {voice_id: '2'}],
    },
  ],
  [
    commands.image,
    ['x', '--mode', 'pro', '--sound', '--voice', '1', '--voice', '2'],
    {prompt: 'x', mode: 'pro', sound: 'on', voice_list: [{voice_id: '1'}, {voice_id: '2'}]},
  ],
  [
    commands.image,
    ['x', '--model', 'kling-v3', '--element', '829836802793406551'],
    {prompt: 'x', model_name: 'kling-v3', element_list: [{element_id: '829836802793406551'}]},
  ],
  [
    commands.image,
    ['--model', 'kling-v3', '--shot', '3s: a door', '--shot', '2s: a cat: inside'],
    {model_name: 'kling-v3', multi_shot: true, shot_type: 'customize', multi_prompt: shots},
  ],
  [
    commands.image,
    [...v1, '--static-mask', other],
    {model_name: 'kling-v1', cfg_scale: 0.5, static_mask: other},
  ],
  [
    commands.image,
    [...v1, '--dynamic-mask', JSON.stringify([{mask: 'a.png', trajectories: points}])],
    {model_name: 'kling-v1', cfg_scale: 0.5, dynamic_masks: [{mask: base64, trajectories: points}]},
  ],
  [
    commands.image,
    [...v1, '--dynamic-mask', JSON.stringify([{mask: other, trajectories: [points]}])],
    {model_name: 'kling-v1', cfg_scale: 0.5, dynamic_masks: [{mask: other, trajectories: points}]},
  ],
  [
    commands.image,
    ['--model', 'kling-v1-5', '--mode', 'pro', '--camera-control', JSON.stringify(camera)],
    {model_name: 'kling-v1-5', mode: 'pro', cfg_scale: 0.5, camera_control: camera},
  ],
  [commands.image, ['--watermark'], watermark],
  [commands.motion, [], {}],
  [commands.motion, ['On a stage'], {prompt: 'On a stage'}],
  [{...commands.motion, always: ['-i', 'a.png', '-v', video]}, [], {image_url: base64}],
  [commands.motion, ['-o', 'video'], {character_orientation: 'video'}],
  [commands.motion, ['--orientation', 'video', '-m', 'pro'], {character_orientation: 'video', mode: 'pro'}],
  [commands.motion, ['--no-keep-sound'], {keep_original_sound: 'no'}],
  [commands.motion, ['--keep-sound=false'], {keep_original_sound: 'no'}],
  [commands.motion, ['--keep-sound'], {}],
  [
    commands.motion,
    ['--model', 'kling-v3', '--element', '1', '-o', 'video'],
    {model_name: 'kling-v3', element_list: [{element_id: '1'}], character_orientation: 'video'},
  ],
  [commands.motion, ['--watermark'], watermark],
  [commands.avatar, ['--audio', 'speech.mp3'], {sound_file: speech.toString('base64')}],
  [
    commands.avatar,
    ['-a', 'https://example.com/a.wav', '-m', 'pro'],
    {sound_file: 'https://example.com/a.wav', mode: 'pro'},
  ],
  [
    commands.avatar,
    ['smiling', '--audio-id', '77', '--watermark'],
    {prompt: 'smiling', audio_id: '77', ...watermark},
  ],
  [commands.extend, [], {}],
  [commands.extend, ['--prompt', 'on', '--negative', 'blur'], {prompt: 'on', negative_prompt: 'blur'}],
  [commands.extend, ['--cfg-scale', '0.7', '--watermark'], {cfg_scale: 0.7, ...watermark}],
  [commands.sound, ['77'], {video_id: '77'}],
  [commands.sound, ['--url', video], {video_url: video}],
  [
    commands.sound,
    ['77', '--sound', 'wind', '--bgm', 'piano', '--asmr'],
    {video_id: '77', sound_effect_prompt: 'wind', bgm_prompt: 'piano', asmr_mode: true},
  ],
  [
    commands.sound,
    ['77', '-s', 'wind', '-b', 'piano'],
    {video_id: '77', sound_effect_prompt: 'wind', bgm_prompt: 'piano'},
  ],
]

describe('the other creates: the body of each flag', () => {
  const ran = useRuns(cases, (fixture, [{command, always}, argv]) => {
    fixture.answer(taskApi())
    fixture.write('a.png', local)
    fixture.write('speech.mp3', speech)
    fixture.write('prompt.txt', ' from a file\n')
    fixture.write('shots.txt', '# two shots\n3s: a door\n\n2s: a cat: inside\n')
    return fixture.kling(['video', command, ...always, ...argv])
  })

  for (const one of cases) {
    const [{command, path, body}, argv, changes] = one
    it([command, ...argv].join(' ').slice(0, 100), () => {
      const {fixture, result} = ran(one)
      expect(result.code, result.stderr).to.equal(0)
      expect(result.json).to.include({success: true, status: 'submitted'})
      const isRetired = /kling-v1(?:-5)?$/.test(String(changes.model_name))
      expect(result.stderr).to.match(isRetired ? /^Warning: kling-v1\S* was retired .*\n$/ : /^$/)
      const [request] = fixture.api.requests
      expect(request!.url).to.equal(path)
      const {external_task_id, ...sent} = JSON.parse(request!.body) as Record<string, unknown>
      expect(external_task_id).to.match(/^kling-[0-9A-Z]{26}$/)
      expect(sent).to.deep.equal({...body, ...changes})
    })
  }
})
