import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder} from '../fs/atomic-write.js'
import {journalFolder} from '../journal/journal.js'
import {JournalReader} from '../journal/reader.js'
import {t} from '../i18n/translate.js'
import {
  type Excess,
  type NotedIntent,
  type SpendLimits,
  excessOf,
  sandboxRegion,
  spentToday,
} from './limits.js'
import {rounded} from './task-costs.js'

/** What is to be spent on. */
export interface Purchase {
  /** Nothing will be sent: what would be asked is only said. */
  isDryRun?: boolean
  /** Its intent, where a plugin may have noted it already. */
  intent?: NotedIntent | undefined
}

/** Holds what a command spends against the limits. */
export interface SpendGuard {
  /**
   * Asks, or refuses, when a cost is above a limit; commands that make several tasks give the sum.
   * @param cost in units; null where it is not known, which is above every limit
   * @throws KlingError `cost_limit`, `cancelled`
   */
  allow(cost: number | null, purchase?: Purchase): Promise<void>
  /**
   * Notes an intent while no other process does, so that many creates at once stay below the day's limit, too.
   * @param cost of this task, which was allowed
   * @throws KlingError `cost_limit` when others have spent what was left meanwhile
   */
  reserve(cost: number | null, note: () => Promise<void>, intent?: NotedIntent): Promise<void>
  /** Gives back what was reserved for a request that was refused. */
  release(cost: number | null): void
}

export interface SpendGuardOptions {
  limits: SpendLimits
  /** Where the journal is. */
  dataDir: string
  /** Name of the region that tasks go to. */
  region: string | undefined
  /** `--yes` */
  isAgreed: boolean
  /** Shows a line to people. */
  note: (line: string) => void
  /** Asks a yes-or-no question; undefined where nobody can answer. */
  confirm: ((question: string) => Promise<boolean>) | undefined
  /** What the command has spent already; nothing when left out. */
  ledger?: SpendLedger | undefined
}

/** What one command has spent and what was agreed to, in units; several guards may share it. */
export interface SpendLedger {
  /** Units that were reserved. */
  spent: number
  /** Units above the limits that were agreed to by an answer; of what is not known, one request. */
  agreed: number | 'unknown'
}

export const newLedger = (): SpendLedger => ({spent: 0, agreed: 0})

/** The guard of the program itself, which reads the journal. */
export class LocalSpendGuard implements SpendGuard {
  private readonly ledger: SpendLedger

  constructor(private readonly options: SpendGuardOptions) {
    this.ledger = options.ledger ?? newLedger()
  }

  async allow(cost: number | null, {isDryRun = false, intent}: Purchase = {}): Promise<void> {
    const excess = this.excess(cost, intent)
    if (!excess || (!excess.isHard && this.isAgreed(cost))) return
    const {confirm, note} = this.options
    if (excess.isHard || !confirm) throw refusal(excess)
    if (isDryRun) return note(`${excess.message} ${t`You would be asked whether to continue.`}`)
    if (!(await confirm(t`${excess.message} ${t`Continue?`}`))) {
      throw new KlingError('cancelled', t`Cancelled. Nothing was sent or charged.`, {billed: 'no'})
    }
    this.ledger.agreed = cost ?? 'unknown'
  }

  async reserve(cost: number | null, note: () => Promise<void>, intent?: NotedIntent): Promise<void> {
    const {limits, dataDir} = this.options
    if (limits.day === undefined || this.isAgreed(cost)) return this.take(cost, note, intent)
    await makePrivateFolder(dataDir)
    await withLock(join(dataDir, 'spending.lock'), () => this.take(cost, note, intent))
  }

  release(cost: number | null): void {
    this.ledger.spent = rounded(this.ledger.spent - (cost ?? 0))
  }

  /** Checks and counts in one step, so that requests at the same time do not each find the same room. */
  private async take(
    cost: number | null,
    note: () => Promise<void>,
    intent: NotedIntent | undefined,
  ): Promise<void> {
    const isAgreed = this.isAgreed(cost)
    const excess = this.excess(cost, intent, isAgreed)
    if (excess) throw refusal(excess)
    if (isAgreed) this.useAgreed(cost)
    this.ledger.spent = rounded(this.ledger.spent + (cost ?? 0))
    try {
      await note()
    } catch (error) {
      this.release(cost)
      throw error
    }
  }

  private isAgreed(cost: number | null): boolean {
    const {agreed} = this.ledger
    if (this.options.isAgreed || cost === null) return this.options.isAgreed || agreed === 'unknown'
    return agreed !== 'unknown' && agreed > 0 && cost <= agreed
  }

  private useAgreed(cost: number | null): void {
    const {agreed} = this.ledger
    this.ledger.agreed = agreed === 'unknown' || cost === null ? 0 : Math.max(0, rounded(agreed - cost))
  }

  /** @param onlyHard whether only a limit counts that no yes lifts */
  private excess(cost: number | null, intent: NotedIntent | undefined, onlyHard = false): Excess | undefined {
    const {limits, dataDir, region} = this.options
    const today = (): number => {
      const reader = new JournalReader(journalFolder(dataDir))
      const day = {
        now: Date.now(),
        profile: limits.dayProfile,
        inSandbox: region === sandboxRegion,
        but: intent,
      }
      return spentToday(since => reader.linesSince(since), day)
    }
    const counted = onlyHard ? {...limits, task: undefined, day: undefined} : limits
    return excessOf(cost, counted, {byCommand: this.ledger.spent, today})
  }
}

function refusal({message, details, key}: Excess): KlingError {
  return new KlingError('cost_limit', message, {
    hint:
      key === undefined
        ? t`Nothing was sent. Raise --max-cost, or request less.`
        : t`Nothing was sent. Continue anyway with --yes, raise the limit (kling config set ${key} …), or request less.`,
    billed: 'no',
    details,
  })
}
