import type {RegionPlugin} from '../config/regions.js'
import type {Fetch} from '../http/types.js'
import type {Folders} from '../config/folders.js'
import {type Settings, loadSettings, mergeSettings} from '../config/settings.js'
import {isKlingError} from '../errors/kling-error.js'
import type {Language} from '../i18n/translate.js'

/** All that the checks look at, passed in. */
export interface DoctorContext {
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
  /** The user by the system; undefined where there is no such number. */
  uid: number | undefined
  home: string
  cwd: string
  folders: Folders
  /** The time now, in ms since 1970. */
  clock: () => number
  program: {
    /** Folder of the running program. */
    root: string
    version: string
    /** Versions of Node that it runs on, as a range. */
    engines: string
    /** The file that runs: of Node, or of the single-file program. */
    execPath: string
    isSingleFile: boolean
    userAgent: string
  }
  /** What runs it. */
  runtime: {name: 'Node' | 'Deno' | 'Bun'; version: string}
  terminal: {
    isInput: boolean
    isOutput: boolean
    isErrors: boolean
    columns: number | undefined
    hasColors: boolean
  }
  /** That texts are in. */
  language: Language
  /** Plugins that may answer for a region. */
  regionPlugins: RegionPlugin[]
  /** `--region` */
  region: string | undefined
  /** `--profile`, or KLING_PROFILE */
  profile: string | undefined
  profileIsFlag: boolean
  /** Makes the transport of requests. */
  fetch: () => Promise<Fetch>
  /** Limit of one request. */
  timeoutSeconds: number
  /** Ends what is under way, with its reason. */
  signal: AbortSignal
  /** Free bytes of the disk that a folder is on. */
  roomOf: (folder: string) => Promise<number>
}

/** The settings in effect; those of the environment alone when the file cannot be read, which has a check of its own. */
export async function settingsOf(at: DoctorContext): Promise<Settings> {
  const {env, profile, profileIsFlag} = at
  try {
    return await loadSettings({configDir: at.folders.configDir, env, profile, profileIsFlag})
  } catch (error) {
    if (!isKlingError(error)) throw error
    return mergeSettings({env, profile, profileIsFlag, common: {}, own: {}})
  }
}
