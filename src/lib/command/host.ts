import {type Config} from '@oclif/core'
import {type Credentials} from '../api/auth.js'
import {type ModelEntry} from '../catalog/models.js'
import {readConfig} from '../config/config-file.js'
import {type Folders} from '../config/folders.js'
import {readOwnModels} from '../config/own-models.js'
import {type Settings, credentialsOf, loadSettings} from '../config/settings.js'
import {Journal, journalFolder} from '../journal/journal.js'
import {type Connection, type ConnectionOptions, connect} from './connection.js'
import {hostOutside} from './host-outside.js'

/** Which profile is in use, and whether it was named on the command line. */
export interface ProfileChoice {
  profile?: string | undefined
  profileIsFlag?: boolean
}

/** What a command has from the program round it: settings, the way to the service, the journal. */
export interface Host {
  /** The config file without its profiles. @throws KlingError `config_error` */
  readConfig(): Promise<Record<string, string>>
  /** @throws KlingError `config_error`, `invalid_argument` for an unknown profile */
  loadSettings(choice: ProfileChoice): Promise<Settings>
  /** The user's own entries of the catalogue. @throws KlingError `config_error` */
  readOwnModels(): Promise<ModelEntry[]>
  /** The keys. @throws KlingError `missing_api_key`, `plugin_denied` */
  credentials(choice: ProfileChoice): Promise<Credentials>
  /** @throws KlingError for an unknown region */
  connect(options: Omit<ConnectionOptions, 'config'>): Promise<Connection>
  journal: Journal
}

/** The host in this process; `loadConfig` is called when a connection is first made. */
export function localHost({configDir, dataDir}: Folders, loadConfig: () => Promise<Config>): Host {
  return {
    readConfig: () => readConfig(configDir),
    loadSettings: choice => loadSettings({configDir, env: process.env, ...choice}),
    readOwnModels: () => readOwnModels(configDir),
    credentials: async choice => credentialsOf(await loadSettings({configDir, env: process.env, ...choice})),
    connect: async options => connect({config: await loadConfig(), ...options}),
    journal: new Journal(journalFolder(dataDir)),
  }
}

/** The host of a command: the program that it runs in, or the one outside of a plugin's own process. */
export function hostOf(config: Config): Host {
  return hostOutside() ?? localHost(config, async () => config)
}
