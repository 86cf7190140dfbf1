import {expect} from 'chai'
import fc from 'fast-check'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate as tick} from 'node:timers/promises'
import {createHash} from 'node:crypto'
import {limitsOf, spentToday} from '../../src/lib/budget/limits.js'
import {LocalSpendGuard, type SpendLedger} from '../../src/lib/budget/spend-guard.js'
import type {Settings} from '../../src/lib/config/settings.js'
import {isKlingError} from '../../src/lib/errors/kling-error.js'
import type {JsonBody} from '../../src/lib/http/streaming-body.js'
import {SpendingBroker} from '../../src/lib/isolation/broker/spending.js'
import {Journal, journalFolder} from '../../src/lib/journal/journal.js'
import {JournalReader} from '../../src/lib/journal/reader.js'
import type {HostServices} from '../../src/lib/plugins/host-services.js'
import {fuzzOptions} from '../support/fuzz.js'
import {worstPrice} from '../support/price-list.js'

const omni = '/v1/videos/omni-video'

/** Where plugins send to: the service, a region of the plugin's own at two addresses, the sandbox. */
const accounts = [
  {region: 'cn', baseUrl: 'https://cn.example'},
  {region: 'odd', baseUrl: 'https://odd.example'},
  {region: 'odd', baseUrl: 'https://cn.example'},
  {region: 'sandbox', baseUrl: 'http://127.0.0.1:1'},
]

interface Send {
  command: number
  account: (typeof accounts)[number]
  profile: string | undefined
  path: string
  body: JsonBody
  /** What the API makes of it. */
  outcome: 'taken' | 'refused' | 'maybe'
  /** How often the same request is sent. */
  times: number
  /** Turns before, during and after it is sent. */
  turns: number[]
  /** Whether the plugin notes the task first, as `CreateCommand` does. */
  isNoted: boolean
}

const body = fc
  .record({
    model_name: fc.constantFrom('kling-video-o1', 'kling-video-o1', 'kling-v3-omni', 'kling-v9'),
    mode: fc.constantFrom('std', 'pro'),
    duration: fc.constantFrom('5', '5', '10', '', '1e-9'),
    // Some are tasks of the user.
    external_task_id: fc.option(fc.constantFrom('a', 'b', 'user-1', 'user-2'), {nil: undefined, freq: 4}),
    sound: fc.constantFrom('off', 'on'),
  })
  .map(({external_task_id: id, ...rest}): JsonBody => ({
    ...rest,
    ...(id !== undefined && {external_task_id: id}),
  }))

const send: fc.Arbitrary<Send> = fc.record({
  command: fc.nat(1),
  account: fc.constantFrom(...accounts),
  profile: fc.constantFrom(undefined, undefined, 'work'),
  path: fc.constantFrom(omni, omni, omni, omni, '/v1/general/custom-voices', '/v1/videos/unheard-of'),
  body,
  outcome: fc.constantFrom('taken', 'taken', 'refused', 'maybe'),
  times: fc.integer({min: 1, max: 3}),
  turns: fc.array(fc.nat(6), {minLength: 3, maxLength: 3}),
  isNoted: fc.boolean(),
})

/** Those of both commands; a limit that is left out does not hold. */
const limits = fc
  .record({
    hard: fc.option(fc.integer({min: 0, max: 30}), {nil: undefined}),
    task: fc.option(fc.integer({min: 0, max: 30}), {nil: undefined}),
    day: fc.option(fc.integer({min: 0, max: 20}), {nil: undefined}),
    /** The limit of the day is that of the profile `work` alone. */
    isOfProfile: fc.boolean(),
    isAgreed: fc.nat(3).map(one => one === 0),
  })
  .filter(({hard, task, day}) => [hard, task, day].some(limit => limit !== undefined))
type Limits = typeof limits extends fc.Arbitrary<infer T> ? T : never

/** What was really sent, and could have been charged. */
interface Charge extends Pick<Send, 'command' | 'account' | 'profile'> {
  units: number
}

/** Sends as plugins do, in turns, to a service that takes an id once. */
async function play(dataDir: string, sends: Send[], limits: Limits) {
  const journal = new Journal(journalFolder(dataDir))
  const tasks = new Set<string>()
  const charges: Charge[] = []
  let notes = 0
  const ledgers: {command: number; ledger: SpendLedger}[] = []
  const setting = (value: number | undefined, origin: string): Settings[string] | undefined =>
    value === undefined ? undefined : {value: String(value), origin, rank: 1}
  const settingsOf = (profile: string | undefined): Settings => {
    const {task, day, isOfProfile} = limits
    const common = {max_cost: setting(task, 'config file')}
    const ofDay = isOfProfile
      ? profile === 'work' && {max_cost_day: setting(day, 'profile work')}
      : {max_cost_day: setting(day, 'config file')}
    return Object.fromEntries(
      Object.entries({...common, ...ofDay}).filter(([, value]) => value !== undefined),
    ) as Settings
  }
  const brokers = [0, 1].map(command => {
    const argv = [
      ...(limits.isAgreed ? ['--yes'] : []),
      ...(limits.hard === undefined ? [] : ['--max-cost', String(limits.hard)]),
    ]
    const host = {
      journal,
      spendGuard({
        settings,
        region,
        maxCost,
        isAgreed,
        note,
        ledger,
      }: Parameters<HostServices['spendGuard']>[0]) {
        if (ledger && !ledgers.some(known => known.ledger === ledger)) ledgers.push({command, ledger})
        const options = {limits: limitsOf(settings, maxCost), dataDir, region, isAgreed, note, ledger}
        return new LocalSpendGuard({...options, confirm: undefined})
      },
    } as unknown as HostServices
    return new SpendingBroker({plugin: `plugin-${command}`, argv, host, note: () => {}})
  })

  const turnsPass = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn++) await tick()
  }

  async function one({command, account, profile, path, body, outcome, turns, isNoted}: Send): Promise<void> {
    const [before = 0, during = 0, after = 0] = turns
    const id = body.external_task_id as string | undefined
    await turnsPass(before)
    // Broker and journal keep plugins from intents of others.
    if (isNoted && id !== undefined && !id.startsWith('user')) {
      const {region, baseUrl: base_url} = account
      notes++
      const plugin = `plugin-${command}`
      await journal.append({event: 'intent', id, kind: 'create', region, base_url, profile, plugin, units: 2})
    }
    const bytes = JSON.stringify(body)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const place = {...account, profile, settings: settingsOf(profile)}
    let priced
    try {
      priced = await brokers[command]!.price(place, path, {hash, bytes: bytes.length, body})
    } catch (error) {
      if (isKlingError(error) && error.code === 'cost_limit') return
      throw error
    }
    await turnsPass(during)
    const key = id === undefined ? undefined : JSON.stringify([account.baseUrl, profile, id])
    const isTaken = outcome !== 'refused' && (key === undefined || !tasks.has(key))
    if (isTaken) {
      if (key !== undefined) tasks.add(key)
      charges.push({command, account, profile, units: worstPrice(path, body)})
    }
    await turnsPass(after)
    if (isTaken) priced?.taken()
    else await priced?.refused()
  }

  await Promise.all(
    sends.map(async request => {
      for (let time = 0; time < request.times; time++) await one(request)
    }),
  )
  return {charges, ledgers, notes}
}

const sum = (charges: Charge[]): number => charges.reduce((all, {units}) => all + units, 0)
const isSandbox = ({account}: Charge): boolean => account.region === 'sandbox'
/** Below noise of binary fractions. */
const tiny = 0.0005

describe('spending, whatever plugins send and whenever', () => {
  const {runs, seed} = fuzzOptions(60)
  // A run takes some writes to the disk.
  const numRuns = Math.max(60, Math.ceil(runs / 50))

  it('what was sent costs no more than the limits; what was refused is given back once', async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(fc.array(send, {minLength: 1, maxLength: 8}), limits, async (sends, limits) => {
        const dataDir = mkdtempSync(join(tmpdir(), 'kling-test-'))
        try {
          const journal = new Journal(journalFolder(dataDir))
          for (const [id, units] of [
            ['user-1', 4],
            ['user-2', 3],
          ] as const)
            await journal.append({
              event: 'intent',
              id,
              kind: 'create',
              region: 'cn',
              base_url: 'https://cn.example',
              units,
            })
          const {charges, ledgers, notes} = await play(dataDir, sends, limits)
          sent += charges.length
          const {hard, task, day, isOfProfile, isAgreed} = limits
          for (const inSandbox of [false, true]) {
            const here = charges.filter(charge => isSandbox(charge) === inSandbox)
            for (const command of [0, 1]) {
              const limit = hard ?? (isAgreed ? undefined : task)
              const own = here.filter(charge => charge.command === command)
              if (limit !== undefined) expect(sum(own), 'of a command').to.be.at.most(limit + tiny)
            }
            const counted = here.filter(({profile}) => !isOfProfile || profile === 'work')
            const others = inSandbox || isOfProfile ? 0 : 7
            // What the user spent is above a lower limit already.
            if (day !== undefined && !isAgreed && counted.length > 0)
              expect(others + sum(counted), 'of a day').to.be.at.most(day + tiny)
          }
          checkReturned({dataDir, charges, ledgers, notes, limits})
        } finally {
          rmSync(dataDir, {recursive: true, force: true})
        }
      }),
      {numRuns, seed},
    )
    expect(sent).to.be.above(numRuns / 2)
  }).timeout(600_000)

  /** What is held back in the end is what was charged, by the ledgers and by the journal. */
  function checkReturned({
    dataDir,
    charges,
    ledgers,
    notes,
    limits: {hard, task, isOfProfile},
  }: Awaited<ReturnType<typeof play>> & {dataDir: string; limits: Limits}): void {
    for (const {ledger} of ledgers) expect(ledger.spent).to.be.at.least(0)
    // Without a limit of its own nothing is counted for an account.
    const counted = charges.filter(
      ({profile, units}) =>
        units < Infinity && (hard !== undefined || task !== undefined || !isOfProfile || profile === 'work'),
    )
    for (const command of [0, 1]) {
      const held = ledgers
        .filter(known => known.command === command)
        .reduce((all, {ledger}) => all + ledger.spent, 0)
      expect(held, 'held back').to.be.closeTo(sum(counted.filter(charge => charge.command === command)), tiny)
    }
    const reader = new JournalReader(journalFolder(dataDir))
    for (const inSandbox of [false, true]) {
      const spent = spentToday(since => reader.linesSince(since), {
        now: Date.now(),
        profile: undefined,
        inSandbox,
      })
      const own = counted.filter(charge => isSandbox(charge) === inSandbox)
      const least = (inSandbox ? 0 : 7) + sum(own)
      // What a plugin has noted, and never sent, counts as well.
      expect(spent, 'in the journal').to.be.within(least - tiny, least + notes * 2 + tiny)
    }
  }
})
