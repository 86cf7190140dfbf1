import {mkdirSync} from 'node:fs'
import {useFolder} from '../support/folder.js'
import {expectSuccess} from '../support/outcome.js'
import {type PluginFiles, writePlugin} from '../support/plugin-folder.js'
import type {RunResult} from '../support/run-kling.js'
import {type Fixture, type FixtureOptions, useFixture} from '../support/fixture.js'

export interface PlugwithFixture {
  /** The folder that commands run in, and the API. */
  fixture: Fixture
  /** A path next to that folder, where config, data, cache and the plugins' sources are: `$CWD` does not hold them. */
  own(...names: string[]): string
  /** Environment that says where the private folders are. */
  env(): Record<string, string>
  kling(argv: string[], options?: FixtureOptions): Promise<RunResult>
  /** Writes a plugin into a folder. @returns the folder */
  plugin(plugin: PluginFiles, folder?: string): string
  /** Writes a plugin and links it, with all that it asks for. @returns what `plugins link` said */
  link(plugin: PluginFiles, folder?: string): Promise<ReturnType<typeof expectSuccess>>
}

/** A fixture for each test of a suite, with folders in which plugins are written and installed. */
export function usePluginFixture(): PlugwithFixture {
  const fixture = useFixture()
  const own = useFolder()
  const env = (): Record<string, string> => ({
    HOME: own('home'),
    KLING_CONFIG_DIR: own('config'),
    KLING_DATA_DIR: own('data'),
    KLING_CACHE_DIR: own('cache'),
  })
  const kling = (argv: string[], options: FixtureOptions = {}): Promise<RunResult> => {
    mkdirSync(own('home'), {recursive: true})
    return fixture.kling(argv, {...options, env: {...env(), ...options.env}})
  }
  const plugin = (files: PluginFiles, folder = 'plugin'): string => writePlugin(own('plugins', folder), files)
  return {
    fixture,
    own,
    env,
    kling,
    plugin,
    link: async (files, folder) =>
      expectSuccess(await kling(['plugins', 'link', plugin(files, folder), '--yes'])),
  }
}
