import type {HostServices, SpendingPlace} from '../../plugins/host-services.js'
import {parseDecimal} from '../../config/parse-decimal.js'
import {type SpendGuard, newLedger} from '../../budget/spend-guard.js'
import {type SpendLimits, limitsOf, sandboxRegion} from '../../budget/limits.js'
import {findEndpoint} from '../../catalog/catalogue.js'
import {estimateAt} from '../../catalog/estimate.js'
import type {Journal} from '../../journal/journal.js'
import {flagWords} from './flag-words.js'
import type {RequestDigest} from './request-digest.js'
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

/** Where a request goes, and with whose keys. */
export interface SpendingAccount extends Pick<
  SpendingPlace,
  'profile' | 'profileIsFlag' | 'region' | 'settings'
> {
  /** Address of the API; of a sum that is asked for beforehand it is not known. */
  baseUrl?: string
}

/** A request of a plugin that was looked at. */
export interface PricedRequest {
  /** To be called when a task came of it, or may have come of it. */
  taken: () => void
  /** To be called when no task came of it, and none can come of it any more. */
  refused: () => Promise<void>
}

/** A body with an id that was let through: the API makes one task of it, however often it comes. */
interface Reservation {
  /** Of the `priced` event. */
  id: string
  units: number | null
  /** Requests that are running. */
  open: number
  /** Whether a task may have come of one of them. */
  isTaken: boolean
}

/**
 * What plugins spend, held against the limits where their requests are sent: a plugin cannot get around it. The price
 * is estimated from the body; where it cannot be and there is a limit, nothing is sent.
 */
export class SpendingBroker {
  private readonly guards = new Map<string, Promise<AccountGuard>>()
  /** By address, account, path and body. */
  private readonly reservations = new Map<string, Reservation>()
  /** What this command spends, on the sandbox and elsewhere: a limit holds for all of its accounts together. */
  private readonly ledgers = {sandbox: newLedger(), service: newLedger()}

  constructor(private readonly options: SpendingBrokerOptions) {}

  /** Asks for a sum before its tasks are made. @throws KlingError `cost_limit`, `cancelled` */
  async allow(place: SpendingAccount, cost: number | null, isDryRun: boolean): Promise<void> {
    await (await this.guardOf(place)).guard.allow(cost !== null && cost >= 0 ? cost : null, {isDryRun})
  }

  /**
   * Takes the price of a request from what is left, before it is sent.
   * @returns undefined when there is no limit
   * @throws KlingError `cost_limit`, `cancelled`
   */
  async price(
    place: SpendingAccount,
    path: string,
    facts: RequestDigest,
  ): Promise<PricedRequest | undefined> {
    if (findEndpoint(path)?.cost === 'none') return undefined
    const {guard, limits} = await this.guardOf(place)
    if (limits.hard === undefined && limits.task === undefined && limits.day === undefined) return undefined
    const externalId = textOf(facts.body?.external_task_id)
    // Without an external id each request makes a task.
    const key =
      externalId === undefined
        ? undefined
        : JSON.stringify([place.baseUrl, place.profile, path, externalId, facts.hash])
    const reservation =
      (key === undefined ? undefined : this.reservations.get(key)) ??
      (await this.reserve({place, path, facts, externalId, guard}))
    if (key !== undefined) this.reservations.set(key, reservation)
    reservation.open++
    return {
      taken: () => {
        reservation.open--
        reservation.isTaken = true
      },
      refused: async () => {
        reservation.open--
        if (reservation.isTaken || reservation.open > 0) return
        if (key !== undefined && this.reservations.get(key) === reservation) this.reservations.delete(key)
        guard.release(reservation.units)
        await this.journal.append({event: 'not_taken', id: reservation.id}).catch(() => {})
      },
    }
  }

  /** Takes the price of a request from what is left. @throws KlingError `cost_limit`, `cancelled` */
  private async reserve({
    place,
    path,
    facts,
    externalId,
    guard,
  }: {
    place: SpendingAccount
    path: string
    facts: RequestDigest
    externalId: string | undefined
    guard: SpendGuard
  }): Promise<Reservation> {
    const units = priceOf(path, facts, place.region)
    const intent = externalId === undefined ? undefined : {id: externalId, plugin: this.options.plugin}
    await guard.allow(units, {intent})
    const id = newExternalId(Date.now())
    await guard.reserve(units, () => this.note(place, path, facts, {id, of: externalId, units}), intent)
    return {id, units, open: 0, isTaken: false}
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

  private guardOf(place: SpendingAccount): Promise<AccountGuard> {
    const key = JSON.stringify([place.baseUrl ?? place.region, place.profile])
    const known = this.guards.get(key) ?? this.makeGuard(place)
    this.guards.set(key, known)
    return known
  }

  private async makeGuard({baseUrl: _baseUrl, ...place}: SpendingAccount): Promise<AccountGuard> {
    const {argv, host, note} = this.options
    const words = flagWords(argv)
    const maxCost = amountIn(words)
    const isAgreed = words.includes('--yes')
    const ledger = this.ledgers[place.region === sandboxRegion ? 'sandbox' : 'service']
    const guard = await host.spendGuard({...place, maxCost, isAgreed, note, ledger})
    return {guard, limits: limitsOf(place.settings, maxCost)}
  }
}

interface AccountGuard {
  guard: SpendGuard
  limits: SpendLimits
}

/** What `--max-cost` says; what is no number is identified by the command. */
function amountIn(words: string[]): number | undefined {
  const at = words.lastIndexOf('--max-cost')
  const joined = words.findLast(word => word.startsWith('--max-cost='))
  const text = joined?.slice('--max-cost='.length) ?? (at < 0 ? undefined : words[at + 1])
  return parseDecimal(text)
}

/** What a request costs at most; null where that is not known. */
function priceOf(path: string, {body}: RequestDigest, region: string | undefined): number | null {
  if (!body) return null
  const {units, units_max: most} = estimateAt(path, body, {region})
  const cost = units ?? most
  return cost !== null && cost >= 0 ? cost : null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 128) : undefined
}
