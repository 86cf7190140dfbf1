import {type StartMessage} from '../lib/isolation/spawn-plugin-process.js'
import {runPluginProcess} from '../lib/isolation/plugin-process-main.js'

/** The process of a plugin: started by the program under Node's permission model, and spoken to over IPC. */
export async function pluginProcess(): Promise<never> {
  return runPluginProcess(
    await new Promise<StartMessage>(resolve =>
      process.once('message', message => resolve(message as StartMessage)),
    ),
  )
}
