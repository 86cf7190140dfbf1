import {type Config} from '@oclif/core'
import {type Credentials} from '../api/auth.js'
import {type ModelEntry} from '../catalog/models.js'
import {type Folders} from '../config/folders.js'
import {readUserModels} from '../catalog/user-models.js'
import {type Settings, credentialsOf, destinationOf, loadSettings} from '../config/settings.js'
import {Journal, journalFolder} from '../journal/journal.js'
import {type Connection, type ConnectionOptions, connect} from './connection.js'
import {remoteHost} from '../isolation/remote-host.js'
import {type SpendGuard} from '../budget/spend-guard.js'

/** Which profile is in use, and whether it was named on the command line. */
export interface ProfileChoice {
  profile?: string | undefined
  profileIsFlag?: boolean
}

/** Where a command spends, and what it was told about it. */
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
}

/** What a command has from the program round it: settings, the way to the service, the journal. */
export interface HostServices {
  /** @throws KlingError `config_error`, `invalid_argument` for an unknown profile */
  loadSettings(choice: ProfileChoice): Promise<Settings>
  /** The user's own entries of the catalogue. @throws KlingError `config_error` */
  readOwnModels(): Promise<ModelEntry[]>
  /** The keys. @throws KlingError `missing_api_key`, `plugin_denied` */
  credentials(choice: ProfileChoice): Promise<Credentials>
  /** @throws KlingError for an unknown region */
  connect(options: Omit<ConnectionOptions, 'config'>): Promise<Connection>
  journal: Journal
  /** What holds a command's spending against the limits. */
  spendGuard(place: SpendingPlace): SpendGuard | Promise<SpendGuard>
}

/** The host in this process; `loadConfig` is called when a connection is first made. */
export function localHost({configDir, dataDir}: Folders, loadConfig: () => Promise<Config>): HostServices {
  return {
    loadSettings: choice => loadSettings({configDir, env: process.env, ...choice}),
    readOwnModels: () => readUserModels(configDir),
    credentials: async choice => credentialsOf(await loadSettings({configDir, env: process.env, ...choice})),
    connect: async options => connect({config: await loadConfig(), ...options}),
    journal: new Journal(journalFolder(dataDir)),
    async spendGuard({settings, region, maxCost, isAgreed, note}) {
      const [{LocalSpendGuard}, {limitsOf}] = await Promise.all([
        import('../budget/spend-guard.js'),
        import('../budget/limits.js'),
      ])
      const limits = limitsOf(settings, maxCost)
      return new LocalSpendGuard({limits, dataDir, region: region ?? regionOf(settings), isAgreed, note})
    },
  }
}

/** The region that the settings name, `custom` where they name a host, as in a `Connection`. */
export function regionOf(settings: Settings): string {
  const destination = destinationOf(settings)
  return 'region' in destination ? destination.region : 'custom'
}

/** The host of a command: the program that it runs in, or the one outside of a plugin's own process. */
export function hostOf(config: Config): HostServices {
  return remoteHost() ?? localHost(config, async () => config)
}
