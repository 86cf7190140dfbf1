import {expect} from 'chai'
import fc from 'fast-check'
import {createBearer} from '../../../src/lib/api/auth.js'
import type {ApiFetch} from '../../../src/lib/api/api-fetch.js'
import {KlingClient} from '../../../src/lib/api/client.js'
import {taskKindOf} from '../../../src/lib/catalog/task-kinds.js'
import {isKlingError} from '../../../src/lib/errors/kling-error.js'
import {submit} from '../../../src/lib/tasks/submit.js'

const kind = taskKindOf('create')

/** What a server says to a create. */
interface Answer {
  status: number
  body: string
  /** Whether it made a task, where the answer leaves that open. */
  makes: boolean
}

const codes = [
  0,
  200,
  '0',
  '200',
  -1,
  1,
  429,
  500,
  9999,
  1000,
  1101,
  1201,
  1301,
  1302,
  1303,
  '1303',
  5000,
  5001,
]
const noCodes = ['success', '', null, undefined, true, {}]
const data = fc.constantFrom<unknown>(
  {task_id: 'ID', task_status: 'submitted'},
  {task_id: 'ID'},
  ...[
    {},
    {task_id: ''},
    {task_id: ' '},
    {task_id: {}},
    {task_status: 'submitted'},
    [],
    null,
    undefined,
    'ID',
  ],
)
const envelope = fc
  .record({
    code: fc.constantFrom<unknown>(...codes, ...noCodes),
    message: fc.constantFrom('SUCCEED', 'no'),
    data,
  })
  .map(value => JSON.stringify({...value, request_id: 'r'}))
const body = fc.oneof(
  {weight: 4, arbitrary: envelope},
  {weight: 1, arbitrary: envelope.map(text => `\uFEFF${text}`)},
  {weight: 1, arbitrary: envelope.map(text => text.slice(0, text.length / 2))},
  {weight: 1, arbitrary: fc.constantFrom('', 'OK', '<html>log in</html>', 'null', '[]', '7', '"x"')},
)
const statuses = [
  200, 200, 200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 408, 409, 413, 422, 429,
]
const answers = fc.array(
  fc.record<Answer>({
    status: fc.constantFrom(...statuses, 451, 500, 501, 502, 503, 504, 520, 529),
    body,
    makes: fc.boolean(),
  }),
  {minLength: 1, maxLength: 10},
)

/**
 * What an answer leaves open, by the words of docs/reliability.md, not by the program's: nothing, that there may be a
 * task although the server failed, or that it may be the answer of one that made a task.
 */
function meaningOf({status, body}: Answer): 'refused' | 'failed' | 'taken' {
  let code: unknown
  try {
    code = (JSON.parse(body.replace(/^\uFEFF/, '')) as {code?: unknown} | null)?.code
  } catch {
    code = undefined
  }
  const isNumber = typeof code === 'number' || (typeof code === 'string' && /^-?\d+$/.test(code))
  if (isNumber && /^5\d{2}\d?$/.test(String(code))) return 'failed'
  if (isNumber) return [0, 200].includes(Number(code)) ? 'taken' : 'refused'
  if (status >= 500 || status === 408) return 'failed'
  return status < 400 ? 'taken' : 'refused'
}

/** A server that answers creates by a script. */
class Host {
  readonly tasks: string[] = []
  readonly log: string[] = []
  private readonly answers: Answer[]

  constructor(
    answers: Answer[],
    /**
     * The real one refuses an id that it knows, and can be asked by it. A gateway does neither: it has no such path, or
     * finds nothing there.
     */
    private readonly keepsIds: boolean,
    private readonly hasPath = true,
  ) {
    this.answers = [...answers]
  }

  readonly fetch: ApiFetch = Object.assign(
    async (_url: string, {method, write}: Parameters<ApiFetch>[1]) => {
      await write?.(async () => {})
      const {status, body} = method === 'POST' ? this.create() : this.look()
      return {status, headers: {get: () => null}, text: async () => body}
    },
    {takesWrite: true as const, tellsProgress: true},
  )

  private create(): {status: number; body: string} {
    const last = {status: 200, body: '{"code":0,"data":{"task_id":"ID"}}', makes: true}
    const answer = this.answers.shift() ?? last
    const meaning = meaningOf(answer)
    if (meaning !== 'refused' && this.tasks.length > 0 && this.keepsIds) {
      this.log.push('POST refused')
      return {status: 400, body: '{"code":1201,"message":"external_task_id already exists"}'}
    }
    this.log.push(`POST ${meaning}`)
    if (meaning !== 'refused' && answer.makes) this.tasks.push(`task-${this.tasks.length + 1}`)
    return {status: answer.status, body: answer.body.replace('ID', this.tasks.at(-1) ?? 'task-0')}
  }

  private look(): {status: number; body: string} {
    this.log.push('GET')
    if (!this.hasPath) return {status: 404, body: '<html>no such page</html>'}
    const [id] = this.keepsIds ? this.tasks : []
    if (id === undefined) return {status: 400, body: '{"code":1201,"message":"Task not found"}'}
    const task = {task_id: id, task_status: 'submitted', task_info: {external_task_id: 'job-1'}}
    return {status: 200, body: JSON.stringify({code: 0, data: task})}
  }
}

/** Submits to a host. @returns how it ended */
async function run(host: Host, busyLimitMs?: number): Promise<{task_id: string} | Error> {
  let now = 0
  const services = {clock: () => now, delay: async (ms: number) => void (now += ms), random: () => 0.5}
  const client = new KlingClient({
    ...services,
    baseUrl: 'https://x.example',
    bearer: async () => createBearer({apiKey: 'key'}),
    timeoutSeconds: 60,
    userAgent: 'test',
    fetch: async () => host.fetch,
  })
  return submit({
    ...services,
    client,
    journal: {append: async () => {}},
    kind,
    body: {external_task_id: 'job-1'},
    note: {region: 'cn', base_url: 'https://x.example'},
    busyLimitMs,
  }).catch((error: unknown) => error as Error)
}

describe('whatever a server answers to a create', () => {
  const numRuns = 1500
  const waits = fc.constantFrom(undefined, 600_000)

  it('a gateway without a path to ask is sent one that it may have taken, and nothing after it', () =>
    fc.assert(
      fc.asyncProperty(answers, waits, async (script, busyLimitMs) => {
        const host = new Host(script, false, false)
        const end = await run(host, busyLimitMs)
        const first = host.log.findIndex(isOpen)
        if (first >= 0) expect(host.log.slice(first + 1).filter(isPost), host.log.join()).to.deep.equal([])
        expect(host.tasks.length).to.be.at.most(1)
        expectTruth(host, end)
      }),
      {numRuns},
    ))

  it('a gateway that never finds anything is sent nothing after an answer that may mean a task', () =>
    fc.assert(
      fc.asyncProperty(answers, waits, async (script, busyLimitMs) => {
        const host = new Host(script, false)
        const end = await run(host, busyLimitMs)
        const first = host.log.indexOf('POST taken')
        if (first >= 0) expect(host.log.slice(first + 1).filter(isPost), host.log.join()).to.deep.equal([])
        expectTruth(host, end)
      }),
      {numRuns},
    ))

  it('the service makes one task at most; between two tries it has said twice that it knows none', () =>
    fc.assert(
      fc.asyncProperty(answers, waits, async (script, busyLimitMs) => {
        const host = new Host(script, true)
        const end = await run(host, busyLimitMs)
        expect(host.log.join(' ')).to.not.match(/POST (?:taken|failed)(?: GET)? POST/)
        expect(host.tasks.length).to.be.at.most(1)
        expectTruth(host, end)
      }),
      {numRuns},
    ))

  const isOpen = (entry: string): boolean => entry === 'POST taken' || entry === 'POST failed'
  const isPost = (entry: string): boolean => entry.startsWith('POST')

  /** What is told is true: of a task that is named, and of what it costs. */
  function expectTruth({tasks, log}: Host, end: {task_id: string} | Error): void {
    if (!(end instanceof Error)) return
    if (!isKlingError(end)) throw end
    const {billed} = end.fields
    expect(billed, `${end.message}: ${log.join(', ')}`).to.be.oneOf(['no', 'maybe'])
    if (tasks.length > 0) expect(billed, end.message).to.equal('maybe')
    if (!log.some(isOpen)) expect(billed, end.message).to.equal('no')
    if (billed === 'maybe') expect(end.fields.hint).to.include('kling task resume job-1')
  }
})
