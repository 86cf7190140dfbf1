import type {JournalEvent, JournalLine} from './types.js'

/** Whether a value may stand in a field. */
type Check = (value: unknown) => boolean

/** No id, name or word of the service is longer, in characters; paths and reasons may be. */
const longestWord = 1024
const longestText = 16_384

const textUpTo =
  (longest: number): Check =>
  value =>
    typeof value === 'string' && value.length <= longest && value.isWellFormed()
const word: Check = value => textUpTo(longestWord)(value) && value !== ''
const text = textUpTo(longestText)
const amount: Check = value => Number.isFinite(value)
const decimal: Check = value => word(value) && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value as string)
const path: Check = value => text(value) && value !== '' && !(value as string).includes('\0')
const time: Check = value =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))
/** A state by the service. What is a state of the journal alone is none. */
const status: Check = value => word(value) && !/^(?:sending|unknown|refused|not_taken)$/.test(value as string)

/** What is known of a process besides its id: a few words and numbers. */
const owner: Check = value =>
  isObject(value) &&
  Object.keys(value).length <= 8 &&
  Object.values(value).every(entry => word(entry) || Number.isSafeInteger(entry))

/** The fields of an event: a line without a good one of `needs` says nothing, one of `may` is left out. */
interface Form {
  needs: Record<string, Check>
  may: Record<string, Check>
}

const forms: {[Name in JournalEvent['event']]: Form} = {
  intent: {
    needs: {id: word, kind: word, region: word, base_url: word},
    may: {
      path: word,
      profile: word,
      model: word,
      prompt: text,
      units: amount,
      units_max: amount,
      price: word,
      output: path,
      pid: Number.isSafeInteger,
      owner,
      plugin: word,
    },
  },
  priced: {
    needs: {id: word, kind: word, region: word, plugin: word},
    may: {of: word, profile: word, model: word, units: amount, units_max: amount},
  },
  accepted: {needs: {id: word, task_id: word}, may: {request_id: word}},
  refused: {needs: {id: word, code: word}, may: {request_id: word}},
  unknown: {needs: {id: word, code: word}, may: {}},
  not_taken: {needs: {id: word}, may: {code: word}},
  forgotten: {needs: {id: word}, may: {}},
  state: {needs: {task_id: word, status}, may: {units: decimal, reason: text, seconds: amount}},
  downloaded: {needs: {task_id: word, file: path}, may: {bytes: amount, plugin: word}},
  gone: {needs: {task_id: word}, may: {reason: word}},
  seen: {needs: {task_id: word, kind: word, base_url: word}, may: {}},
}

/** Those of a later version are kept for what they are tied to. */
const otherForm: Form = {needs: {}, may: {id: word, task_id: word}}

/** Form by name of event, with its fields listed once: every line of the journal is held to it. */
const checks = new Map(
  Object.entries(forms).map(([name, form]) => [name, {form, needs: Object.entries(form.needs)}]),
)
const otherChecks = {form: otherForm, needs: []}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An event with its good fields alone; undefined where it says nothing without the bad ones. */
export function cleanEvent<E extends JournalEvent>(value: E): E | undefined
export function cleanEvent(value: unknown): JournalEvent | undefined
export function cleanEvent(value: unknown): JournalEvent | undefined {
  if (!isObject(value) || typeof value.event !== 'string') return undefined
  const {form, needs} = checks.get(value.event) ?? otherChecks
  if (!needs.every(([name, isFit]) => isFit(value[name]))) return undefined
  const isFit = ([name, field]: [string, unknown]): boolean => {
    if (name === 'event' || name === 'at' || Object.hasOwn(form.needs, name)) return true
    return Object.hasOwn(form.may, name) && field !== undefined && form.may[name]!(field)
  }
  const fields = Object.entries(value)
  // Most are as this program has written them.
  if (fields.every(isFit)) return value as unknown as JournalEvent
  return Object.fromEntries(fields.filter(isFit)) as unknown as JournalEvent
}

/** The event in a line of text; undefined when it is torn or something else. */
export function parseLine(line: string): JournalLine | undefined {
  try {
    const value = JSON.parse(line) as unknown
    return isObject(value) && time(value.at) ? (cleanEvent(value) as JournalLine | undefined) : undefined
  } catch {
    return undefined
  }
}

/** The words that tie lines together: all that can be said of a task is said in lines that share one with it. */
export function keysOf(line: JournalLine): string[] {
  const {id, task_id: taskId} = line as {id?: unknown; task_id?: unknown}
  const keys = line.event === 'accepted' ? [id, taskId] : [id, taskId].filter(key => key !== undefined)
  return keys.length > 0 ? keys.map(String) : ['undefined']
}
