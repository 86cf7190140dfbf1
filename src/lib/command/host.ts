import {type Config} from '@oclif/core'
import {readUserModels} from '../catalog/user-models.js'
import {type Folders} from '../config/folders.js'
import {credentialsOf, loadSettings, regionOf} from '../config/settings.js'
import {t} from '../i18n/translate.js'
import {isolatedRunner} from '../isolation/run-isolated-hooks.js'
import {remoteHost} from '../isolation/remote-host.js'
import {Journal, journalFolder} from '../journal/journal.js'
import {createHookDispatcher, inProcessRunner} from '../plugins/hooks.js'
import {type HostServices} from '../plugins/host-services.js'
import {explainInterruption} from '../terminal/interruption.js'
import {connect} from './connection.js'

/** The services of this process; `loadConfig` is called when a hook is first run. */
export function localHost(
  {configDir, dataDir, cacheDir}: Folders,
  loadConfig: () => Promise<Config>,
): HostServices {
  const runHook = createHookDispatcher([inProcessRunner, isolatedRunner(() => services)], loadConfig)
  const services: HostServices = {
    loadSettings: choice => loadSettings({configDir, env: process.env, ...choice}),
    readUserModels: () => readUserModels(configDir),
    credentials: async choice => credentialsOf(await loadSettings({configDir, env: process.env, ...choice})),
    connect: async options =>
      connect({...options, runHook, cacheDir, userAgent: (await loadConfig()).userAgent}),
    journal: new Journal(journalFolder(dataDir)),
    runHook,
    async spendGuard({settings, region, maxCost, isAgreed, note, ledger}) {
      const [{LocalSpendGuard}, {limitsOf}, {canPrompt, confirm}] = await Promise.all([
        import('../budget/spend-guard.js'),
        import('../budget/limits.js'),
        import('../terminal/confirm.js'),
      ])
      return new LocalSpendGuard({
        limits: limitsOf(settings, maxCost),
        dataDir,
        region: region ?? regionOf(settings),
        isAgreed,
        note,
        ledger,
        confirm: canPrompt()
          ? question =>
              explainInterruption(confirm(question), t`Cancelled. Nothing was sent or charged.`, {
                billed: 'no',
              })
          : undefined,
      })
    },
  }
  return services
}

/** The services of a command: those of the program it runs in, or of the one outside of a plugin's own process. */
export function hostOf(config: Config): HostServices {
  return remoteHost() ?? localHost(config, async () => config)
}
