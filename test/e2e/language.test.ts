import {expect} from 'chai'
import {stripVTControlCharacters} from 'node:util'
import {displayWidth} from '../../src/lib/terminal/text.js'
import {usePluginFixture} from '../plugins/plugin-fixture.js'
import {ok, refuse} from '../support/api-server.js'
import type {RunResult} from '../support/run-kling.js'
import {taskApi, taskData} from '../support/task-api.js'
import {hasScript, runOnTerminal} from '../support/terminal.js'
import {useRuns, useFixture} from '../support/fixture.js'

const han = /\p{Script=Han}/u

describe('the language', () => {
  interface Choice {
    what: string
    words?: string[]
    env?: Record<string, string>
    stored?: object
    isChinese: boolean
  }

  const choices: Choice[] = [
    {what: 'nothing says one', isChinese: false},
    {what: '--lang zh', words: ['--lang', 'zh'], isChinese: true},
    {what: '--lang=zh', words: ['--lang=zh'], isChinese: true},
    {
      what: '--lang before KLING_LANGUAGE',
      words: ['--lang', 'en'],
      env: {KLING_LANGUAGE: 'zh'},
      isChinese: false,
    },
    {what: 'KLING_LANGUAGE', env: {KLING_LANGUAGE: 'zh'}, isChinese: true},
    {
      what: 'KLING_LANGUAGE before the file',
      env: {KLING_LANGUAGE: 'en'},
      stored: {language: 'zh'},
      isChinese: false,
    },
    {what: 'the file', stored: {language: 'zh'}, isChinese: true},
    {
      what: 'the file before the locale',
      stored: {language: 'en'},
      env: {LC_ALL: 'zh_CN.UTF-8'},
      isChinese: false,
    },
    {
      what: 'a profile of the file',
      env: {KLING_PROFILE: 'work'},
      stored: {profiles: {work: {language: 'zh'}}},
      isChinese: true,
    },
    {what: 'LC_ALL', env: {LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8'}, isChinese: true},
    {what: 'LC_MESSAGES', env: {LC_MESSAGES: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8'}, isChinese: true},
    {what: 'LANG', env: {LANG: 'zh_CN.UTF-8'}, isChinese: true},
    {what: 'LANGUAGE', env: {LANG: 'en_US.UTF-8', LANGUAGE: 'zh_CN:en'}, isChinese: true},
    {what: 'LANGUAGE without a locale', env: {LANG: 'C', LANGUAGE: 'zh_CN'}, isChinese: false},
    {what: 'a locale of another language', env: {LANG: 'de_DE.UTF-8'}, isChinese: false},
    {
      what: 'a language that kling does not speak',
      env: {KLING_LANGUAGE: 'fr', LANG: 'zh_CN.UTF-8'},
      isChinese: true,
    },
  ]

  const chosen = useRuns(choices, (fixture, {words = [], env = {}, stored}) => {
    if (stored) fixture.write('config.json', JSON.stringify(stored))
    return fixture.kling(['video', 'create', 'A cat', '--mode', 'best', ...words], {
      env: {KLING_CONFIG_DIR: fixture.home.folder, ...env},
    })
  })

  for (const choice of choices) {
    it(`${choice.what}: ${choice.isChinese ? 'Chinese' : 'English'}`, () => {
      const {error} = chosen(choice).result
      expect(error.code).to.equal('invalid_mode')
      for (const text of [error.message, error.hint]) expect(han.test(text), text).to.equal(choice.isChinese)
    })
  }
})

describe('help', () => {
  const asked = [
    ['--help'],
    ['help'],
    ['video', '--help'],
    ['video', 'create', '--help'],
    ['help', 'task', 'list'],
    ['voice', 'create', '-h'],
    ['sandbox', 'start', '--help'],
  ]
  const both = asked.flatMap(argv => [
    {argv, isChinese: false, words: argv},
    {argv, isChinese: true, words: ['--lang', 'zh', ...argv]},
  ])
  const shown = useRuns(both, (fixture, {words}) => fixture.kling(words))

  for (const one of both) {
    it(`${one.words.join(' ')}: ${one.isChinese ? 'Chinese' : 'English'} headings and texts`, () => {
      const {code, stdout, stderr} = shown(one).result
      expect([code, stderr]).to.deep.equal([0, ''])
      if (!one.isChinese)
        return expect(stdout)
          .to.match(/^USAGE$/m)
          .and.not.match(han)
      expect(stdout)
        .to.match(/^用法$/m)
        .and.match(/^[^\n]*\p{Script=Han}/u)
      expect(stdout).to.not.match(/^[A-Z ]+$/m)
      // Lines that hold nothing but what is typed have no Chinese; what is said of a command, flag or argument does.
      for (const line of stdout.split('\n').filter(text => /^ {2,}\S.* {2,}[a-z]{2,} [a-z]/.test(text)))
        expect(line).to.match(han)
      return undefined
    })
  }

  it('--lang may stand behind, and alone before nothing', async () => {
    const fixture = shown(both[0]!).fixture
    const ways = [
      ['video', 'create', '--help', '--lang', 'zh'],
      ['video', 'create', '--lang=zh', '--help'],
      ['--lang', 'zh'],
    ]
    for (const words of ways) {
      const {stdout} = await fixture.kling(words)
      expect(stdout, words.join(' ')).to.match(/^用法$/m)
    }
  })
})

describe('errors', () => {
  const cases: [string, string[], string?][] = [
    ['invalid_flag', ['video', 'list', '--lmit', '3']],
    ['invalid_argument', ['video', 'create', 'A', 'cat']],
    ['invalid_mode', ['video', 'create', 'A cat', '--mode']],
    ['invalid_argument', ['video', 'list', '--region']],
    ['unknown_command', ['vidoe', 'create']],
    ['unknown_command', ['help', 'nothing']],
    ['missing_prompt', ['video', 'create']],
    ['missing_task_id', ['video', 'status']],
    ['frame_not_found', ['video', 'create', 'A cat', '-i', 'none.png']],
    ['invalid_placeholder', ['video', 'create', 'Look at <<<image_3>>>']],
    ['invalid_ratio', ['video', 'create', 'A cat', '--ratio', '2:1']],
    ['incompatible_sound', ['video', 'create', 'A cat', '--sound']],
    ['missing_api_key', ['video', 'list'], 'no keys'],
    ['task_not_found', ['task', 'show', '1']],
    ['config_error', ['config', 'list'], '{broken'],
    ['missing_name', ['voice', 'create']],
    ['plugin_not_found', ['plugins', 'uninstall', 'nothing']],
  ]
  const both = cases.map(([code, argv, stored]) => ({code, argv, stored}))
  const run = (language: string) =>
    useRuns(both, (fixture, {argv, stored}) => {
      if (stored === '{broken') fixture.write('config.json', stored)
      const keys = stored === 'no keys' ? {KLING_ACCESS_KEY: '', KLING_SECRET_KEY: ''} : {}
      return fixture.kling(argv, {
        env: {KLING_CONFIG_DIR: fixture.home.folder, KLING_LANGUAGE: language, ...keys},
      })
    })
  const english = run('en')
  const chinese = run('zh')

  for (const one of both) {
    it(`${one.argv.join(' ')}: the same code, fields and exit code, other words`, () => {
      const [plain, other] = [english(one).result, chinese(one).result]
      expect(plain.error.code).to.equal(one.code)
      expect(other.error.code).to.equal(one.code)
      expect(other.code).to.equal(plain.code)
      expect(Object.keys(other.error)).to.deep.equal(Object.keys(plain.error))
      expect(plain.error.message).to.not.match(han)
      expect(other.error.message).to.match(han)
      expect(other.error.hint).to.match(han)
      expect([plain.stdout, other.stdout]).to.deep.equal(['', ''])
    })
  }

  const fixture = useFixture()

  for (const words of [
    ['--lang', 'fr', 'video', 'list'],
    ['video', 'list', '--lang=fr'],
    ['video', 'list', '--lang'],
    ['--help', '--lang', 'fr'],
  ]) {
    it(`${words.join(' ')}: invalid_argument`, async () => {
      const result = await fixture.kling(words)
      expect([result.code, result.error.code]).to.deep.equal([2, 'invalid_argument'])
      expect(result.error.message).to.include(
        words.includes('fr') || words.includes('--lang=fr') ? 'fr' : '--lang',
      )
      expect(result.error.hint).to.include('en, zh')
      expect(fixture.api.requests).to.deep.equal([])
    })
  }

  it('as text: the words, the hint and the code', async () => {
    const {stderr} = await fixture.kling(['video', 'create', 'A cat', '--mode', 'best'], {
      env: {KLING_LANGUAGE: 'zh', KLING_OUTPUT: 'text'},
    })
    expect(stderr).to.equal(
      '错误：--mode 必须是 std、pro 或 4k，不能是 "best"。\n' +
        '→ 模式有 std（720p）、pro（1080p），最新的模型还有 4k。\n' +
        '  invalid_mode\n',
    )
  })

  it('of the API keep its own words', async () => {
    fixture.answer(refuse(400, 1201, 'limit is too high'))
    const {error} = await fixture.kling(['video', 'list'], {env: {KLING_LANGUAGE: 'zh'}})
    expect(error.code).to.equal('invalid_request')
    expect(error.message).to.equal('API 拒绝了请求：limit is too high')
  })
})

describe('results', () => {
  const fixture = useFixture()

  it('as JSON are the same in each language', async () => {
    fixture.answer(taskApi())
    for (const argv of [
      ['config', 'list'],
      ['video', 'create', 'A cat', '--dry-run'],
      ['task', 'list'],
      ['doctor', '--offline', '--fields', 'id,status'],
    ]) {
      const results = []
      for (const language of ['en', 'zh']) {
        const {stdout} = await fixture.kling([...argv, '--lang', language])
        expect(stdout, argv.join(' ')).to.not.equal('')
        results.push(stdout)
      }
      expect(results[1], argv.join(' ')).to.equal(results[0])
    }
  })

  it('of Tab are described in it', async () => {
    const {stdout} = await fixture.kling(['__complete', '1', 'video', 'cr'], {env: {KLING_LANGUAGE: 'zh'}})
    expect(stdout).to.match(/^create\t.*\p{Script=Han}/mu)
    const plain = await fixture.kling(['__complete', '1', 'video', 'cr'])
    expect(plain.stdout)
      .to.match(/^create\tcreate a video/m)
      .and.not.match(han)
  })
})

describe('a plugin in a process of its own', () => {
  const {kling, link} = usePluginFixture()

  const run = async (argv: string[], env: Record<string, string>): Promise<RunResult> => kling(argv, {env})

  it('speaks the language of the program', async () => {
    await link({
      commands: {
        'odd:try':
          'return {language: kling.language(), said: kling.t`Nothing was charged.`, own: kling.t`Odd.`}',
      },
    })
    const ways: [string[], Record<string, string>, string][] = [
      [['odd', 'try'], {}, 'en'],
      [['odd', 'try', '--lang', 'zh'], {}, 'zh'],
      [['--lang', 'zh', 'odd', 'try'], {}, 'zh'],
      [['odd', 'try'], {KLING_LANGUAGE: 'zh'}, 'zh'],
    ]
    for (const [argv, env, language] of ways) {
      const {json} = await run(argv, env)
      expect(json.language, argv.join(' ')).to.equal(language)
      expect(json.said).to.equal(language === 'zh' ? '没有扣费。' : 'Nothing was charged.')
      expect(json.own).to.equal('Odd.')
    }
    const failed = await run(['odd', 'try', '--bogus'], {LANG: 'zh_CN.UTF-8'})
    expect(failed.error.message).to.equal('未知选项：--bogus。')
  })
})

describe('Chinese on a terminal', () => {
  const fixture = useFixture()

  before(function () {
    // Without it there is no pseudo-terminal to be had from Node: apt-get install bsdutils
    if (!hasScript) this.skip()
  })

  const lines = async (argv: string[], env: Record<string, string> = {}): Promise<string[]> => {
    const {screen} = await runOnTerminal(argv, {
      home: fixture.home,
      env: {LANG: 'zh_CN.UTF-8', ...env},
    })
    return stripVTControlCharacters(screen).split(/\r|\n/)
  }

  it('a create on the sandbox: what it is, what it costs, what comes next', async () => {
    const shown = (await lines(['video', 'create', '一只猫在弹钢琴', '--region', 'sandbox'])).join('\n')
    expect(shown).to.match(/任务 ID +\d{10,}/)
    expect(shown).to.include('积分')
    expect(shown).to.match(/→ 跟踪：kling video status \d+ --watch --region sandbox/)
    const words = shown.replace(/kling video status.*|kling-video-\S+|sandbox|--\S+/g, '')
    expect(words).to.not.match(/[a-z]{3,} [a-z]{3,}/)
  })

  it('a table: columns stand below each other', async () => {
    const at = Date.parse('2026-11-20T08:00:00Z')
    const tasks = ['1', '22', '333'].map((id, index) =>
      taskData('succeed', {more: {task_id: id, created_at: at + index * 1000}}),
    )
    fixture.answer(() => ok(tasks))
    const shown = await lines(['video', 'list'], {
      KLING_BASE_URL: fixture.api.url,
      KLING_ACCESS_KEY: 'a',
      KLING_SECRET_KEY: 'b',
    })
    const start = shown.findIndex(line => line.startsWith('任务 ID'))
    const table = shown
      .slice(start)
      .filter(line => line.trim() !== '')
      .slice(0, 4)
    expect(table).to.have.length(4)
    const columns = table.map(line =>
      [...line.matchAll(/(?<= {2})\S/g)].map(({index}) => displayWidth(line.slice(0, index))),
    )
    for (const row of columns.slice(1)) expect(row.slice(0, 2)).to.deep.equal(columns[0]!.slice(0, 2))
  })

  it('help: texts stand below each other and no line is wider than the terminal', async () => {
    const shown = await lines(['video', 'create', '--help'])
    const flags = shown.filter(line => /^ {2}(?:-\w, | {4})--\S+ {2,}\S/.test(line))
    expect(flags.length).to.be.greaterThan(15)
    for (const line of shown.filter(text => !text.includes('$ kling')))
      expect(displayWidth(line)).to.be.at.most(80)
  })
})
