import {film, sha256} from './film.js'

/** What goes wrong with one request to the API. */
export interface Fault {
  /**
   * What the client sees: nothing wrong, a connection that breaks, silence, a page of a gateway, JSON that is cut
   * with a right or a wrong length, an envelope without data, a refusal, or a read that lags behind.
   */
  shows: 'answer' | 'reset' | 'hang' | 'html' | 'truncated' | 'short' | 'empty' | 'refusal' | 'lag'
  /** The outcome of a create: nothing, a task, or a task only after the client has left. */
  does?: 'nothing' | 'task' | 'late'
  /** HTTP status of a refusal or a page. */
  status?: number
  code?: number
  message?: string
  headers?: Record<string, string>
}

/** What goes wrong with one request for a file. `after` is a share of the bytes to send; `cut whole`: of a host without ranges. */
export type FileFault =
  | {shows: 'cut' | 'stall' | 'cut whole'; after: number}
  | {shows: 'status'; status: number}
  /** Whole, whatever range was asked for. */
  | {shows: 'no range'}
  | {shows: 'html' | 'other range' | 'too long' | 'expired' | 'no validator'}
  /** From now on the file is another one; `mixed` sends its range although If-Range names the old one. */
  | {shows: 'changed' | 'mixed'}

export interface ApiRequest {
  method: string
  /** Path and query. */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** How an exchange goes: the bytes to send, and how the connection ends. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** How many bytes of the body leave before the connection breaks or falls silent. */
  sent?: number
  end: 'well' | 'reset' | 'hang' | 'close'
}

/** A task that was really made, and is to be paid. */
export interface MadeTask {
  taskId: string
  externalId: string
  path: string
  queries: number
  /** State that it stays in, when it never ends well. */
  state?: string
}

export interface ServiceOptions {
  /** Bytes of the film. */
  size?: number
  /** Queries of a task until it has succeeded. */
  queriesToEnd?: number
  /** What the first creates meet, in turn; the later ones go well. */
  creates?: Fault[]
  reads?: Fault[]
  files?: FileFault[]
  baseUrl: () => string
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: {'content-type': 'application/json', ...headers},
  body: Buffer.from(JSON.stringify(value)),
  end: 'well',
})

const refusal = (status: number, code: number, message: string, headers = {}): Reply =>
  json(status, {code, message, request_id: 'req-refused'}, headers)

/** An API and its file host that go wrong by a script. It keeps the rules of the real one: an external id is used once. */
export class FaultService {
  /** By external id. */
  readonly tasks = new Map<string, MadeTask>()
  readonly requests: ApiRequest[] = []
  creates: Fault[]
  reads: Fault[]
  files: FileFault[]
  /** Creates whose task comes when the client has left. */
  private late: (() => void)[] = []
  private version = 1
  private urlVersion = 1
  readonly size: number

  constructor(private readonly options: ServiceOptions) {
    this.size = options.size ?? 100_000
    this.creates = [...(options.creates ?? [])]
    this.reads = [...(options.reads ?? [])]
    this.files = [...(options.files ?? [])]
  }

  /** Hashes of all films that there ever were; a whole file has one of them. */
  get hashes(): string[] {
    return Array.from({length: this.version}, (_, index) => sha256(film(index + 1, this.size)))
  }

  /** The task of the only command, when it made one. */
  get onlyTask(): MadeTask | undefined {
    if (this.tasks.size > 1) throw new Error(`${this.tasks.size} tasks were made`)
    return [...this.tasks.values()][0]
  }

  requestsOf(method: string, part = ''): ApiRequest[] {
    return this.requests.filter(request => request.method === method && request.url.includes(part))
  }

  /** Everything goes well from now on. */
  heal(): void {
    this.clientLeft()
    this.creates = []
    this.reads = []
    this.files = []
  }

  /** Makes the tasks of creates that were answered by nobody. */
  clientLeft(): void {
    for (const make of this.late.splice(0)) make()
  }

  /** Answers a request, or lets it go wrong. */
  handle(request: ApiRequest): Reply {
    this.requests.push(request)
    if (request.url.startsWith('/files/')) return this.file(request)
    return request.method === 'POST' ? this.create(request) : this.read(request)
  }

  private create({url, body}: ApiRequest): Reply {
    const fault = this.creates.shift() ?? {shows: 'answer', does: 'task'}
    const externalId = String((JSON.parse(body) as {external_task_id?: string}).external_task_id)
    const path = url.split('?')[0]!
    if (fault.shows === 'refusal') return this.shown(fault)
    const make = (): Reply => {
      if (this.tasks.has(externalId))
        return refusal(400, 1201, `External_task_id ${externalId} already exists`)
      const taskId = String(847_487_393_472_614_400n + BigInt(this.tasks.size + 1))
      const task: MadeTask = {taskId, externalId, path, queries: 0}
      this.tasks.set(externalId, task)
      return json(200, {code: 0, message: 'SUCCEED', request_id: 'req-1', data: this.data(task, 'submitted')})
    }
    if (fault.does === 'late') this.late.push(make)
    const answer = fault.does === 'task' || fault.shows === 'answer' ? make() : undefined
    return this.shown(fault, answer)
  }

  private read({url}: ApiRequest): Reply {
    const fault = this.reads.shift() ?? {shows: 'answer'}
    const path = url.split('?')[0]!
    const isList = [...this.tasks.values()].some(task => task.path === path)
    const found = isList
      ? undefined
      : [...this.tasks.values()].find(
          ({taskId, externalId, path: own}) => path === `${own}/${taskId}` || path === `${own}/${externalId}`,
        )
    if (fault.shows === 'refusal') return this.shown(fault)
    if (isList) {
      const data = [...this.tasks.values()].filter(task => task.path === path).map(task => this.look(task))
      return this.shown(fault, json(200, {code: 0, request_id: 'req-l', data}))
    }
    if (!found || fault.shows === 'lag')
      return refusal(400, 1201, 'The task does not exist: ' + path.split('/').pop())
    return this.shown(fault, json(200, {code: 0, request_id: 'req-q', data: this.look(found)}))
  }

  private look(task: MadeTask): unknown {
    const {queriesToEnd = 2} = this.options
    task.queries++
    return this.data(task, task.state ?? (task.queries >= queriesToEnd ? 'succeed' : 'processing'))
  }

  private data({taskId, externalId}: MadeTask, status: string): unknown {
    const url = `${this.options.baseUrl()}/files/${taskId}.mp4?v=${this.urlVersion}&Signature=signed`
    return {
      task_id: taskId,
      task_status: status,
      ...(status === 'failed' ? {task_status_msg: 'The input image could not be read'} : {}),
      task_info: {external_task_id: externalId},
      created_at: 1_767_225_600_000,
      updated_at: 1_767_225_660_000,
      ...(status === 'succeed'
        ? {task_result: {videos: [{id: '847487393472614999', url, duration: '5.1'}]}}
        : {}),
    }
  }

  /** An answer as the fault lets it through. */
  private shown(fault: Fault, answer: Reply = refusal(500, 5000, 'Internal error')): Reply {
    const {headers = {}} = fault
    switch (fault.shows) {
      case 'reset':
        return {...answer, sent: 0, end: 'reset'}
      case 'hang':
        return {...answer, sent: 0, end: 'hang'}
      case 'html': {
        const page = Buffer.from('<html><body>Bad gateway</body></html>')
        return {
          status: fault.status ?? 502,
          headers: {'content-type': 'text/html', ...headers},
          body: page,
          end: 'well',
        }
      }
      case 'truncated':
        return {...answer, body: answer.body.subarray(0, answer.body.length / 2)}
      case 'short':
        return {...answer, sent: Math.floor(answer.body.length / 2), end: 'close'}
      case 'empty':
        return json(200, {code: 0, message: 'SUCCEED', request_id: 'req-e', data: null})
      case 'refusal':
        return refusal(fault.status ?? 500, fault.code ?? 5000, fault.message ?? 'no', headers)
      default:
        return answer
    }
  }

  private file({url, headers}: ApiRequest): Reply {
    const fault: FileFault = this.files.shift() ?? {shows: 'cut', after: 1}
    const isOld = Number(/v=(\d+)/.exec(url)?.[1]) < this.urlVersion
    if (fault.shows === 'expired') this.urlVersion++
    if (fault.shows === 'changed' || fault.shows === 'mixed') this.version++
    const page = {'content-type': 'text/html'}
    if (isOld || fault.shows === 'expired')
      return {status: 403, headers: page, body: Buffer.from('<html>expired'), end: 'well'}
    if (fault.shows === 'html')
      return {status: 200, headers: page, body: Buffer.from('<html>log in'), end: 'well'}
    if (fault.shows === 'status')
      return {status: fault.status, headers: {}, body: Buffer.alloc(0), end: 'well'}
    const whole = film(this.version, this.size)
    const etag = `"film-${this.version}"`
    const from = Number(/^bytes=(\d+)-$/.exec(String(headers.range ?? ''))?.[1] ?? 0)
    const isRange =
      from > 0 &&
      fault.shows !== 'no range' &&
      fault.shows !== 'cut whole' &&
      (fault.shows === 'mixed' || headers['if-range'] === etag)
    const own: Record<string, string> = {'content-type': 'video/mp4'}
    if (fault.shows !== 'no validator') own.etag = etag
    if (isRange && from >= whole.length)
      return {
        status: 416,
        headers: {...own, 'content-range': `bytes */${whole.length}`},
        body: Buffer.alloc(0),
        end: 'well',
      }
    let body = isRange ? whole.subarray(from) : whole
    if (isRange) own['content-range'] = `bytes ${from}-${whole.length - 1}/${whole.length}`
    if (fault.shows === 'other range' && isRange)
      own['content-range'] = `bytes 7-${whole.length - 1}/${whole.length}`
    const reply: Reply = {status: isRange ? 206 : 200, headers: own, body, end: 'well'}
    if (fault.shows === 'too long') {
      // A length that is never reached.
      body = Buffer.concat([body, Buffer.alloc(1000)])
      return {...reply, body, sent: body.length - 1000, end: 'close'}
    }
    if ('after' in fault && fault.after < 1) {
      const sent = Math.floor(body.length * fault.after)
      return {...reply, sent, end: fault.shows === 'stall' ? 'hang' : 'close'}
    }
    return reply
  }
}
