import {join} from 'node:path'
import {KlingError} from '../errors/kling-error.js'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder} from '../fs/atomic-write.js'
import {journalFolder} from '../journal/journal.js'
import {JournalReader} from '../journal/reader.js'
import {t} from '../i18n/translate.js'
import {type Excess, type SpendLimits, excessOf, sandboxRegion, spentToday} from './limits.js'

/** What is to be spent on. */
export interface Purchase {
  /** Nothing will be sent: what would be asked is only said. */
  isDryRun?: boolean
  /** External id of the task, where its intent is noted already. */
  id?: string | undefined
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
  reserve(cost: number | null, note: () => Promise<void>, id?: string): Promise<void>
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
}

/** The guard of the program itself, which reads the journal. */
export class LocalSpendGuard implements SpendGuard {
  /** Units above the limits that were agreed to by an answer. */
  private agreed = 0
  /** Units that were reserved. */
  private spent = 0

  constructor(private readonly options: SpendGuardOptions) {}

  async allow(cost: number | null, {isDryRun = false, id}: Purchase = {}): Promise<void> {
    const excess = this.excess(cost, id)
    if (!excess || (!excess.isHard && this.isAgreed(cost))) return
    const {confirm, note} = this.options
    if (excess.isHard || !confirm) throw refusal(excess)
    if (isDryRun) return note(`${excess.message} ${t`You would be asked whether to continue.`}`)
    if (!(await confirm(t`${excess.message} ${t`Continue?`}`))) {
      throw new KlingError('cancelled', t`Cancelled. Nothing was sent or charged.`, {billed: 'no'})
    }
    this.agreed = cost ?? Infinity
  }

  async reserve(cost: number | null, note: () => Promise<void>, id?: string): Promise<void> {
    const {limits, dataDir} = this.options
    if (limits.day === undefined || this.isAgreed(cost)) {
      this.agreed -= cost ?? 0
      await note()
    } else {
      await makePrivateFolder(dataDir)
      await withLock(join(dataDir, 'spending.lock'), async () => {
        const excess = this.excess(cost, id)
        if (excess) throw refusal(excess)
        await note()
      })
    }
    this.spent += cost ?? 0
  }

  release(cost: number | null): void {
    this.spent -= cost ?? 0
  }

  private isAgreed(cost: number | null): boolean {
    return this.options.isAgreed || (this.agreed > 0 && (cost ?? Infinity) <= this.agreed)
  }

  private excess(cost: number | null, id: string | undefined): Excess | undefined {
    const {limits, dataDir, region} = this.options
    const today = (): number => {
      const reader = new JournalReader(journalFolder(dataDir))
      const day = {now: Date.now(), profile: limits.dayProfile, inSandbox: region === sandboxRegion, but: id}
      return spentToday(since => reader.linesSince(since), day)
    }
    return excessOf(cost, limits, {byCommand: this.spent, today})
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
