import type {HostServices, SpendingPlace} from '../../plugins/host-services.js'
import {parseDecimal} from '../../config/parse-decimal.js'
import {estimate} from '../../catalog/estimate.js'
import {KlingError, isKlingError} from '../../errors/kling-error.js'
import type {Journal} from '../../journal/journal.js'
import {t} from '../../i18n/translate.js'
import {type RequestDigest, readRequestDigest, sameBody} from './request-digest.js'
import {limitsOf} from '../../budget/limits.js'
import {newExternalId} from '../../tasks/external-id.js'
import {taskKinds} from '../../catalog/task-kinds.js'

export interface SpendingBrokerOptions {
  /** Name of the plugin. */
  plugin: string
  /** Words of the command line, in which `--yes` and `--max-cost` may stand. */
  argv: string[]
  host: HostServices
  /** Shows a line to people. */
  note: (line: string) => void
}

/** Where a request goes: a guard is kept for each profile and region. */
export type SpendingAccount = Pick<SpendingPlace, 'profile' | 'profileIsFlag' | 'region' | 'settings'>

/** A request of a plugin that was looked at. */
export interface PricedRequest {
  /** The body, and no other one. */
  stream: () => AsyncIterable<Uint8Array>
  /** To be called with what the request failed with. */
  failed: (error: unknown) => Promise<void>
}

/** Posts that make nothing: what they cost is nothing. */
const freePaths = new Set(['/v1/general/delete-elements', '/v1/general/delete-voices'])

/** Names in the price table of what is no kind of the program. */
const otherEndpoints: Record<string, string> = {'/v1/general/custom-voices': 'custom-voices'}

/**
 * What plugins spend, held against the limits where their requests are sent: a plugin cannot get around it. The price
 * is estimated from the body; where it cannot be and there is a limit, nothing is sent.
 */
export class SpendingBroker {
  private readonly guards = new Map<string, ReturnType<typeof makeGuard>>()
  /** Bodies that were let through and have ids: the API makes no second task of them. */
  private readonly sent = new Set<string>()

  constructor(private readonly options: SpendingBrokerOptions) {}

  /** Asks for a sum before its tasks are made. @throws KlingError `cost_limit`, `cancelled` */
  async allow(place: SpendingAccount, cost: unknown, isDryRun: boolean): Promise<void> {
    const units = typeof cost === 'number' && cost >= 0 ? cost : null
    await (await this.guardOf(place)).guard.allow(units, {isDryRun})
  }

  /**
   * Looks at a request before it is sent: it is read once, and only the same is sent.
   * @param source gives the body anew each time
   * @returns undefined when there is no limit; then it need not be read
   * @throws KlingError `cost_limit`, `cancelled`
   */
  async price(
    place: SpendingAccount,
    path: string,
    contentLength: number,
    source: () => AsyncIterable<Uint8Array>,
  ): Promise<PricedRequest | undefined> {
    if (freePaths.has(path)) return undefined
    const {guard, limits} = await this.guardOf(place)
    if (limits.hard === undefined && limits.task === undefined && limits.day === undefined) return undefined
    const facts = await readRequestDigest(source())
    if (facts.bytes !== contentLength) {
      throw new KlingError(
        'plugin_denied',
        t`${this.options.plugin} sent a body that is longer or shorter than declared.`,
      )
    }
    const stream = (): AsyncIterable<Uint8Array> => sameBody(source(), facts)
    const externalId = textOf(facts.body?.external_task_id)
    const known = externalId === undefined ? undefined : `${place.profile ?? ''} ${path} ${facts.hash}`
    if (known !== undefined && this.sent.has(known)) return {stream, failed: async () => {}}
    const units = priceOf(path, facts)
    await guard.allow(units, {id: externalId})
    const id = newExternalId(Date.now())
    await guard.reserve(units, () => this.note(place, path, facts, {id, of: externalId, units}), externalId)
    if (known !== undefined) this.sent.add(known)
    return {
      stream,
      failed: async error => {
        if (!isKlingError(error) || error.fields.billed !== 'no') return
        guard.release(units)
        if (known !== undefined) this.sent.delete(known)
        await this.journal.append({event: 'not_taken', id}).catch(() => {})
      },
    }
  }

  private get journal(): Journal {
    return this.options.host.journal
  }

  private note(
    {profile, region}: SpendingAccount,
    path: string,
    {body}: RequestDigest,
    {id, of, units}: {id: string; of: string | undefined; units: number | null},
  ): Promise<void> {
    return this.journal.append({
      event: 'priced',
      id,
      of,
      kind: taskKinds.find(kind => kind.path === path)?.name ?? path.slice(0, 80),
      region: region ?? 'custom',
      profile,
      model: textOf(body?.model_name),
      units: units ?? undefined,
      plugin: this.options.plugin,
    })
  }

  private async guardOf(place: SpendingAccount): Promise<Awaited<ReturnType<typeof makeGuard>>> {
    const key = `${place.region ?? ''} ${place.profile ?? ''}`
    const known = this.guards.get(key) ?? makeGuard(this.options, place)
    this.guards.set(key, known)
    return known
  }
}

async function makeGuard({argv, host, note}: SpendingBrokerOptions, place: SpendingAccount) {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  const maxCost = amountIn(words)
  const isAgreed = words.includes('--yes')
  const guard = await host.spendGuard({...place, maxCost, isAgreed, note})
  return {guard, limits: limitsOf(place.settings, maxCost)}
}

/** What `--max-cost` says; what is no number is told by the command. */
function amountIn(words: string[]): number | undefined {
  const at = words.lastIndexOf('--max-cost')
  const joined = words.findLast(word => word.startsWith('--max-cost='))
  const text = joined?.slice('--max-cost='.length) ?? (at < 0 ? undefined : words[at + 1])
  return parseDecimal(text)
}

function priceOf(path: string, {body}: RequestDigest): number | null {
  const endpoint = taskKinds.find(kind => kind.path === path)?.endpoint ?? otherEndpoints[path]
  if (endpoint === undefined || !body) return null
  const {units} = estimate(endpoint, body)
  return units !== null && units >= 0 ? units : null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 128) : undefined
}
