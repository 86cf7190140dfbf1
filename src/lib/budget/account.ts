import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type Delay, delay} from '../http/backoff.js'
import type {KlingClient} from '../api/client.js'
import {errorFromResponse} from '../api/response-error.js'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder, writeAtomic} from '../fs/atomic-write.js'
import {rounded} from './task-costs.js'

/** What `GET /account/costs` tells of a pack; only what is read here is named. */
interface ApiPack {
  resource_pack_name?: string
  resource_pack_id?: string
  resource_pack_type?: string
  total_quantity?: number
  remaining_quantity?: number
  purchase_time?: number
  effective_time?: number
  invalid_time?: number
  status?: string
}

interface ApiCosts {
  code?: number
  msg?: string
  resource_pack_subscribe_infos?: ApiPack[]
}

/** What the units of a pack are for. */
export type PackKind = 'video' | 'image' | 'try_on' | 'unknown'

/** A pack of units that an account has bought. */
export interface Pack {
  /** What its units are for, by its name. */
  kind: PackKind
  /** As it was sold. */
  name?: string | undefined
  id?: string | undefined
  /** What is counted in it, by the API: `decreasing_total`, `constant_period`. */
  type?: string | undefined
  /** Kling units that were bought. */
  total?: number | undefined
  /** Kling units that are left, as they were up to 12 hours ago. */
  remaining?: number | undefined
  /** By the API: `toBeOnline`, `online`, `expired`, `runOut`. */
  status?: string | undefined
  /** ISO 8601 time at which it was bought. */
  purchased_at?: string | undefined
  /** ISO 8601 time from which it can be used. */
  starts_at?: string | undefined
  /** ISO 8601 time at which what is left of it is lost. */
  ends_at?: string | undefined
}

/** The packs of an account, and what is left in them. */
export interface Account {
  /** Those that end first before others. */
  packs: Pack[]
  /** Number of packs. */
  count: number
  /** Kling units left in the packs that can be used now, by kind: units of different kinds are not added up. */
  remaining: Partial<Record<PackKind, number>>
  /** How old what is left may be, in hours. */
  delay_hours: number
}

/** The API takes one such request a second, in ms. */
const pauseMs = 1000
const delayHours = 12

export interface AccountOptions {
  client: Pick<KlingClient, 'get'>
  /** Folder where processes agree on who asks when. */
  dataDir: string
  /** Packs that were there since then, in ms since 1970. */
  since: number
  now: () => number
  delay?: Delay
  signal?: AbortSignal
}

/**
 * The packs of the account, those that end first before others. All processes of this machine together ask once a second
 * at most.
 * @throws KlingError of a read; those that the answer itself names
 */
export async function readAccount(options: AccountOptions): Promise<Account> {
  const {client, since, now} = options
  const path = `/account/costs?start_time=${since}&end_time=${now()}`
  const {data, requestId} = await inTurn(options, () =>
    client.get<ApiCosts | undefined>(path, {purpose: 'list'}),
  )
  const {code = 0, msg: message, resource_pack_subscribe_infos: infos} = data ?? {}
  // There is a second envelope in the first, with a code of its own.
  if (code !== 0 && code !== 200)
    throw errorFromResponse({status: 200, code, message, requestId, purpose: 'list'})
  const packs = (Array.isArray(infos) ? infos : []).map(packOf)
  packs.sort((a, b) => rank(a) - rank(b) || (a.ends_at ?? '~').localeCompare(b.ends_at ?? '~'))
  const usable = packs.filter(({status}) => status === 'online')
  const remaining: Account['remaining'] = {}
  for (const {kind, remaining: left = 0} of usable) remaining[kind] = rounded((remaining[kind] ?? 0) + left)
  return {packs, count: packs.length, remaining, delay_hours: delayHours}
}

/** What can be used comes first, then what can be used later. */
function rank({status}: Pack): number {
  const place = ['online', 'toBeOnline'].indexOf(status ?? '')
  return place < 0 ? 2 : place
}

/** Words of the names of packs, the first that fits; other names say nothing. */
const kindWords: [RegExp, PackKind][] = [
  [/try[\s_-]?on|试衣|试穿/i, 'try_on'],
  [/image|picture|图/i, 'image'],
  [/video|视频/i, 'video'],
]

function packOf(pack: ApiPack): Pack {
  const name = pack.resource_pack_name ?? ''
  return {
    kind: kindWords.find(([word]) => word.test(name))?.[1] ?? 'unknown',
    name: pack.resource_pack_name,
    id: pack.resource_pack_id,
    type: pack.resource_pack_type,
    total: pack.total_quantity,
    remaining: pack.remaining_quantity,
    status: pack.status,
    purchased_at: timeOf(pack.purchase_time),
    starts_at: timeOf(pack.effective_time),
    ends_at: timeOf(pack.invalid_time),
  }
}

function timeOf(ms: number | undefined): string | undefined {
  const date = new Date(typeof ms === 'number' ? ms : NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Asks when no other process does, and a pause after the last one has. */
async function inTurn<T>(
  {dataDir, now, delay: wait = delay, signal}: AccountOptions,
  ask: () => Promise<T>,
): Promise<T> {
  const mark = join(dataDir, 'account-asked')
  await makePrivateFolder(dataDir)
  return withLock(
    join(dataDir, 'account.lock'),
    async () => {
      const last = Number(await readFile(mark, 'utf8').catch(() => '0'))
      // After the clock was set back a pause is no longer than it ever was.
      const left = Math.min(last + pauseMs - now(), pauseMs)
      if (left > 0) await wait(left, signal)
      try {
        return await ask()
      } finally {
        await writeAtomic(mark, String(now()), {isCache: true})
      }
    },
    {timeoutMs: 120_000},
  )
}
