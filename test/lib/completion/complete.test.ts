import type {Completion, Sources} from '../../../src/lib/completion/types.js'
import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {unquoted} from '../../../src/lib/completion/command-line.js'
import {complete} from '../../../src/lib/completion/complete.js'
import type {Commands} from '../../../src/lib/completion/manifest.js'
import {completionText} from '../../../src/lib/completion/print.js'
import type {JournalRecord} from '../../../src/lib/journal/types.js'

const manifest = JSON.parse(
  readFileSync(new URL('../../../oclif.manifest.json', import.meta.url), 'utf8'),
) as Commands

/** Commands of somebody's plugin. */
const others: Commands['commands'] = {
  'story:draw': {
    summary: 'draw a board',
    args: {style: {name: 'style', options: ['ink', 'chalk']}},
    flags: {
      paper: {type: 'option', helpValue: 'DIR'},
      tone: {type: 'option', helpValue: 'warm|cold', multiple: true},
      secret: {type: 'boolean', hidden: true},
    },
  },
  'story:hidden': {hidden: true},
}

const record = (task_id: string | undefined, more: Partial<JournalRecord> = {}): JournalRecord => ({
  id: `own-${task_id}`,
  task_id,
  kind: 'create',
  state: 'processing',
  region: 'cn',
  base_url: '',
  created_at: '2026-11-22T10:00:00.000Z',
  updated_at: '2026-11-22T10:00:00.000Z',
  ...more,
})

const sources: Sources = {
  commands: () => ({
    commands: {...manifest.commands, ...others},
    topics: {video: 'make videos', story: 'boards'},
  }),
  ownModels: () => ({models: []}),
  profiles: () => ['work', 'home'],
  plugins: () => ['kling-plugin-story'],
  tasks: async () => [
    record(undefined, {id: 'lost', state: 'unknown'}),
    record('11', {prompt: 'A cat'}),
    record('12', {state: 'succeed', kind: 'text2video'}),
    record('13', {state: 'failed'}),
    record('14', {state: 'succeed', output: '/a.mp4'}),
    record('15', {kind: 'voice'}),
  ],
  seen: kind => [{value: `${kind}-1`, description: 'Robot'}],
}

/** Completes a line that is written as it would be typed; the cursor is at its end. */
async function press(line: string): Promise<Completion> {
  const words: string[] = line.match(/(?:'[^']*'?|"[^"]*"?|\\.|[^\s'"\\])+/g) ?? []
  if (line === '' || line.endsWith(' ')) words.push('')
  return complete(words, words.length - 1, sources)
}
const values = async (line: string): Promise<string[]> =>
  (await press(line)).candidates.map(({value}) => value)

describe('completion', () => {
  /** Typed → all that is offered. */
  const exact: Record<string, string> = {
    vid: 'video',
    'video element ': 'create delete list',
    'video create-from': 'create-from-image create-from-text',
    'story ': 'draw',
    'help vid': 'video',
    'help video element ': 'create delete list',
    '--': '--help --version',
    'video --': '--help',
    'plugins re': 'reset',
    'video create --mo': '--mode --model',
    'video create --mode ': 'std pro',
    'video create --mode p': 'pro',
    'video create --mode=': '--mode=std --mode=pro',
    'video create -m kling-v3-omni --mode ': 'std pro 4k',
    'video create --model=kling-v3-omni --mode ': 'std pro 4k',
    'video create --mode 4k -m ': 'kling-v3-omni',
    'video create -m ': 'kling-video-o1 kling-v3-omni',
    'video create-from-text --model ': 'kling-v2-5-turbo kling-v2-6 kling-v3',
    'video create "A cat" --ratio ': '16:9 9:16 1:1',
    'video create --ratio 1': '16:9 1:1',
    'video create --duration ': '5 10',
    'video create -i a.png --duration ': '5 10',
    'video create -i a.png --last-frame b.png -d ': '3 4 5 6 7 8 9 10',
    'video create --ref-image a.png -d ': '3 4 5 6 7 8 9 10',
    'video create --base-video http://x -d ': '',
    'video create --model kling-v3-omni -d 1': '10 11 12 13 14 15',
    'video create-from-text -d ': '5 10',
    'video create-from-text --model kling-v3 -d 1': '10 11 12 13 14 15',
    'models kling-v3': 'kling-v3 kling-v3-omni',
    'models kling-3': 'kling-3.0 kling-3.0-turbo kling-3.0-omni',
    'models kling-v1': '',
    'models u': 'update',
    'models --for create-f': 'create-from-text create-from-image',
    'video create-motion-control -o ': 'image video',
    'video create-motion-control --no': '--no-keep-sound --no-preview',
    'video create --element ': 'element_id-1',
    'video create-from-image --voice ': 'voice_id-1',
    'video element delete ': 'element_id-1',
    'video extend ': 'video_id-1',
    'video list --type a': 'avatar add-sound',
    'video list --region ': 'cn global sandbox',
    'video list --profile ': 'work home',
    'video status ': '11 12 13 14',
    'video download ': '11 12 14',
    'task wait ': '11 15',
    'task wait 11 ': '15',
    'task resume ': 'lost 14',
    'task forget l': 'lost',
    'config set reg': 'region',
    'config set region ': 'cn global sandbox',
    'config set output ': 'json text',
    'config set kling_secret_key ': '',
    'config get lan': 'language',
    'plugins uninstall ': 'kling-plugin-story',
    'plugins remove ': 'kling-plugin-story',
    'autocomplete ': 'bash zsh fish powershell',
    'story draw ': 'ink chalk',
    'story draw --tone ': 'warm cold',
    'story draw --': '--paper --tone --help',
    'story draw --tone warm --to': '--tone',
    'no such ': '',
    'video create A': '',
    'video create --prompt-fil': '--prompt-file',
    'video create -- --mo': '',
    'video status --bogus ': '11 12 13 14',
  }
  for (const [line, offered] of Object.entries(exact)) {
    it(`kling ${line}▏ → ${offered}`, async () => expect((await values(line)).join(' ')).to.equal(offered))
  }

  const places: Record<string, Completion['kind']> = {
    'video create --first-frame ': 'files',
    'video create --first-frame=': 'files',
    'video create "A cat" -o ': 'files',
    'video create --prompt-file ': 'files',
    'plugins link ': 'folders',
    'plugins install ': 'files',
    'story draw --paper ': 'folders',
    'video create --callback-url ': 'words',
  }
  for (const [line, kind] of Object.entries(places)) {
    it(`kling ${line}▏ takes ${kind}`, async () => expect((await press(line)).kind).to.equal(kind))
  }

  it('offers the flags that are left where any text may stand', async () => {
    const offered = await values('video create "A cat" --mode pro -i a.png ')
    expect(offered).to.include.members(['--duration', '--ref-image', '--wait', '--json', '--help'])
    expect(offered).to.not.include.members(['--mode'])
    expect(offered).to.not.include.members(['--first-frame'])
    expect(offered.indexOf('--duration')).to.be.below(offered.indexOf('--json'))
  })

  it('reads the flags behind the cursor, too', async () => {
    const words = ['video', 'create', '--mode', '', '--model', 'kling-v3-omni']
    const {candidates} = await complete(words, 3, sources)
    expect(candidates.map(({value}) => value)).to.deep.equal(['std', 'pro', '4k'])
  })

  it('says what each one is', async () => {
    const [task] = (await press('video status 11')).candidates
    expect(task!.description).to.equal('create · processing · 2026-11-22 · A cat')
    expect((await press('video create --mode p')).candidates[0]!.description).to.equal('default')
    expect((await press('vid')).candidates[0]!.description).to.equal('make videos')
    expect((await press('video stat')).candidates[0]!.description).to.match(/task/)
  })

  it('never fails, whatever is typed', async () => {
    const odd = [
      '"',
      "'",
      '\\',
      '--=',
      '-',
      '--mode="',
      '__proto__',
      'constructor',
      '\u0000',
      '$(x)',
      '=',
      '::',
    ]
    for (const word of odd) {
      for (const before of [[], ['video'], ['video', 'create'], ['video', 'create', '--mode'], ['help']]) {
        const {candidates} = await complete([...before, word], before.length, sources)
        expect(candidates).to.be.an('array')
      }
    }
    for (const index of [-1, 7, NaN]) await complete(['video'], index, sources)
  })

  const quoted: [string, string][] = [
    [`'A cat'`, 'A cat'],
    [`"A \\"cat\\" \\n"`, 'A "cat" \\n'],
    ['A\\ cat', 'A cat'],
    ['"open', 'open'],
    [`--mode='p`, '--mode=p'],
  ]
  for (const [typed, meant] of quoted) {
    it(`understands ${typed}`, () => expect(unquoted(typed)).to.equal(meant))
  }

  it('prints a line for each, without what could harm a terminal or a shell', () => {
    const candidates = [
      {value: '16:9', description: 'wide\u001b[31m\nand\tred\u202e'},
      {value: 'café-1'},
      {value: '$(reboot)'},
      {value: 'a b'},
      {value: '`x`'},
      {value: 'red\u001b[0m'},
    ]
    expect(completionText({kind: 'words', candidates})).to.equal('words\n16:9\twide[31m and red\ncafé-1\n')
    expect(completionText({kind: 'files', candidates: []})).to.equal('files\n')
  })
})
