import type {Connection, ConnectionOptions} from '../api/connection.js'
import type {SpendGuard, SpendLedger} from '../budget/spend-guard.js'
import type {OwnCatalogue} from '../catalog/catalogue.js'
import type {Credentials} from '../config/credentials.js'
import type {ProfileChoice, Settings} from '../config/settings.js'
import type {Journal} from '../journal/journal.js'
import type {RunHook} from './hook-types.js'

/** Where a command spends, and under which limits. */
export interface SpendingPlace extends ProfileChoice {
  settings: Settings
  /** `--region`; what the settings say when left out. */
  region: string | undefined
  /** `--max-cost` in units. */
  maxCost: number | undefined
  /** `--yes` */
  isAgreed: boolean
  /** Shows a line to people. */
  note: (line: string) => void
  /** What the command has spent and agreed to already, where it has several guards. */
  ledger?: SpendLedger
}

/** What a command has from the program round it: settings, the way to the service, the journal. */
export interface HostServices {
  /** @throws KlingError `config_error`, `invalid_argument` for an unknown profile */
  loadSettings(choice: ProfileChoice): Promise<Settings>
  /** What the user has beside the shipped catalogue. @throws KlingError `config_error` */
  readUserModels(): Promise<OwnCatalogue>
  /** The keys. @throws KlingError `missing_api_key`, `plugin_denied` */
  credentials(choice: ProfileChoice): Promise<Credentials>
  /** @throws KlingError for an unknown region */
  connect(options: ConnectionOptions): Promise<Connection>
  journal: Journal
  /** Runs one of our hooks in every plugin that has it. @returns what they answered */
  runHook: RunHook
  /** What holds a command's spending against the limits. */
  spendGuard(place: SpendingPlace): SpendGuard | Promise<SpendGuard>
}
