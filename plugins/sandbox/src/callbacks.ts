import {createHmac} from 'node:crypto'
import {setTimeout as delay} from 'node:timers/promises'
import {type TaskState, transitions} from './clock.js'
import type {TaskStore} from './state/store.js'
import type {TaskRecord} from './state/task-record.js'
import {callbackBody} from './task-view.js'
import type {SandboxKeys} from './keys.js'

/** Signs a callback as Standard Webhooks says: `v1,` + Base64 of the HMAC-SHA256 of `id.timestamp.body`. */
export function signCallback(secret: string, message: {id: string; timestamp: string; body: string}): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${message.id}.${message.timestamp}.${message.body}`
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

/** The edges of the delivery; times in ms. */
export interface CallbackOptions {
  store: TaskStore
  keys: SandboxKeys
  clock: () => number
  fetch: typeof fetch
  /** Waits between the tries; one try more than there are waits. */
  waits?: number[] | undefined
  /** Time limit of one try. */
  timeoutMs?: number
}

const defaultWaits = [500, 2000]
const defaultTimeoutMs = 10_000

/**
 * Posts each change of a task's state to its callback address, one after the other for a task, and notes in
 * the store which are done with. What the receiver answers never touches the task.
 */
export class CallbackPump {
  private readonly running = new Map<string, Promise<void>>()

  constructor(private readonly options: CallbackOptions) {}

  /** Begins what is due now for these tasks, without waiting for it. */
  tick(records: TaskRecord[]): void {
    for (const record of records) {
      if (!record.callbackUrl || this.running.has(record.id)) continue
      const work = this.deliverDue(record)
        .catch(() => {})
        .finally(() => this.running.delete(record.id))
      this.running.set(record.id, work)
    }
  }

  /** Ends when nothing is on its way any more. */
  async idle(): Promise<void> {
    await Promise.all(this.running.values())
  }

  private async deliverDue(record: TaskRecord): Promise<void> {
    const {store, clock} = this.options
    for (const state of transitions(record).filter(({since}) => since <= clock())) {
      if (await store.wasCalledBack(record, state.status)) continue
      const delivered = await this.deliver(record, state)
      await store.noteCalledBack(record, state.status, {at: clock(), delivered})
    }
  }

  /** True when one of the tries was answered with a 2xx. */
  private async deliver(record: TaskRecord, state: TaskState): Promise<boolean> {
    const {waits = defaultWaits} = this.options
    for (let attempt = 0; ; attempt++) {
      if (await this.post(record, state)) return true
      const wait = waits[attempt]
      if (wait === undefined) return false
      await delay(wait)
    }
  }

  private async post(record: TaskRecord, state: TaskState): Promise<boolean> {
    const {keys, clock, timeoutMs = defaultTimeoutMs} = this.options
    const links = {baseUrl: record.baseUrl, linkSecret: keys.linkSecret}
    const body = JSON.stringify(callbackBody(record, state, links))
    // The id is the same in every try, so that a receiver can tell a repeat.
    const id = `${record.id}-${state.status}`
    const timestamp = String(Math.floor(clock() / 1000))
    try {
      const response = await this.options.fetch(record.callbackUrl!, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'kling-sandbox',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signCallback(keys.webhookSecret, {id, timestamp, body}),
        },
        body,
      })
      await response.body?.cancel()
      return response.ok
    } catch {
      return false
    }
  }
}
