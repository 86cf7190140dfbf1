import {Ajv2020} from 'ajv/dist/2020.js'
import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {type ApiTask, describeTask, errorOfFailedTask} from '../../../src/lib/tasks/task.js'

/** An answer that the service gave, or that its documents show; `schema` is its place in the description. */
interface Recorded {
  what: string
  schema: string
  evidence: string
  body: Record<string, unknown>
}

interface Description {
  paths: Record<string, Record<string, Operation>>
  components: {responses: Record<string, {content: Content}>; schemas: Record<string, unknown>}
  'x-validation': {ajv: {options: object; formats: string[]; vocabulary: string[]}}
}

interface Operation {
  operationId: string
  requestBody?: {content: Content}
}

type Content = Record<string, {schema: object; examples?: Record<string, {value: unknown}>}>

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const description = parse(read('../../../api/kling.openapi.yaml')) as Description
const recorded = JSON.parse(read('../../support/recorded-answers.json')) as Recorded[]

const {options, formats, vocabulary} = description['x-validation'].ajv
const ajv = new Ajv2020(options)
for (const format of formats) ajv.addFormat(format, true)
for (const keyword of vocabulary) ajv.addKeyword(keyword)
ajv.addSchema({components: description.components}, 'kling', false, false)

/** What is wrong with a value by a schema of the description. */
function problems(schema: object, value: unknown): string | undefined {
  const own = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"kling#/')) as object
  const validate = ajv.compile(own)
  return validate(value) ? undefined : ajv.errorsText(validate.errors)
}

function schemaAt(place: string): object {
  const [group, name = ''] = place.split('/')
  return group === 'responses'
    ? description.components.responses[name]!.content['application/json']!.schema
    : {$ref: `#/components/schemas/${name}`}
}

describe('the description of the API takes what the service was seen to answer', () => {
  for (const {what, schema, body} of recorded) {
    it(what, () => expect(problems(schemaAt(schema), body)).to.equal(undefined))
  }

  const broken: [string, string, (body: Record<string, unknown>) => void][] = [
    ['a success without its result', 'schemas/ImageTask', body => (body.task_result = {})],
    ['a new task without any id', 'schemas/NsTask', body => delete body.id],
    ['a state that there is not', 'schemas/NsTask', body => (body.status = 'done')],
  ]
  for (const [what, schema, change] of broken) {
    it(`and not ${what}`, () => {
      const body = structuredClone(recorded.find(row => row.schema === schema)!.body)
      change(body)
      expect(problems(schemaAt(schema), body)).to.be.a('string')
    })
  }

  it('in each of its own examples', () => {
    const contents = [
      ...Object.values(description.paths).flatMap(item =>
        Object.values(item).flatMap(({requestBody}) => (requestBody ? [requestBody.content] : [])),
      ),
      ...Object.values(description.components.responses).map(({content}) => content),
    ]
    let seen = 0
    for (const content of contents) {
      const {schema, examples = {}} = content['application/json']!
      for (const [name, {value}] of Object.entries(examples)) {
        seen++
        expect(problems(schema, value), `${name}: ${JSON.stringify(value).slice(0, 200)}`).to.equal(undefined)
      }
    }
    expect(seen).to.be.above(150)
  })

  it('each operation has a name of its own', () => {
    const names = Object.values(description.paths).flatMap(item =>
      Object.values(item).map(({operationId}) => operationId),
    )
    expect(new Set(names).size).to.equal(names.length)
    expect(names).to.include.members(['getSolutions', 'querySolutions', 'createTalkingAgent', 'createTryOn'])
  })
})

describe('solutions by their documents', () => {
  const agent = {
    contents: [
      {type: 'avatar_id', text: 'avatar_eva_female'},
      {type: 'speech_script', text: 'Hello'},
    ],
    settings: {},
  }
  const picture = {type: 'ref_image', url: 'https://x.example/cup.png'}
  const cases: [string, string, object, boolean][] = [
    ['a person of the service', 'NsTalkingAgentRequest', agent, true],
    ['two persons', 'NsTalkingAgentRequest', withContents(agent, {type: 'avatar_image', url: 'aGk='}), false],
    [
      'a voice for a person of the service',
      'NsTalkingAgentRequest',
      {...agent, settings: {voice_id: 'female_warm_rich'}},
      false,
    ],
    [
      'an own person without a voice',
      'NsTalkingAgentRequest',
      {...agent, contents: [{type: 'avatar_image', url: 'aGk='}, agent.contents[1]!]},
      false,
    ],
    ['a product without a title', 'NsTalkingAgentRequest', withContents(agent, picture), false],
    [
      'a product with title',
      'NsTalkingAgentRequest',
      withContents(agent, picture, {type: 'goods_title', text: 'Cup'}),
      true,
    ],
    [
      'a rate of speech with a product',
      'NsTalkingAgentRequest',
      {...withContents(agent, picture, {type: 'goods_title', text: 'Cup'}), settings: {speech_rate: 1.2}},
      false,
    ],
    ['a try-on of base64', 'NsTryOnRequest', {contents: [tryOn('product'), tryOn('person', 'aGk=')]}, false],
    ['a try-on', 'NsTryOnRequest', {contents: [tryOn('product'), tryOn('person')]}, true],
    [
      'goods without settings',
      'NsGoodsRequest',
      {contents: [{type: 'goods_title', text: 'Cup'}], settings: {}},
      false,
    ],
  ]
  for (const [what, name, body, isFit] of cases) {
    it(`${what}: ${isFit ? 'taken' : 'refused'}`, () => {
      const problem = problems({$ref: `#/components/schemas/${name}`}, body)
      expect(problem === undefined, problem).to.equal(isFit)
    })
  }
})

function withContents(body: {contents: object[]}, ...more: object[]): {contents: object[]} {
  return {...body, contents: [...body.contents, ...more]}
}

function tryOn(what: string, url = 'https://x.example/a.png'): object {
  return {type: `${what}_image`, url}
}

describe('the program reads what was recorded', () => {
  it('a failed task whose result is empty', () => {
    const task = (recorded[0]!.body as {data: ApiTask}).data
    expect(describeTask(task)).to.include({task_id: task.task_id, status: 'failed'})
    expect(errorOfFailedTask(task)).to.include({code: 'content_policy'})
  })

  it('a success whose result has no sound of a format', () => {
    const audio = recorded.find(({schema}) => schema === 'schemas/AudioResult')!.body
    const task = {
      task_id: '1',
      task_status: 'succeed',
      task_result: {videos: [], audios: [audio]},
    } as unknown as ApiTask
    expect(describeTask(task)).to.include({audio_mp3_url: audio.url_mp3})
  })
})
