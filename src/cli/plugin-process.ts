import {type Boot} from '../lib/isolation/spawn-plugin-process.js'
import {runJob} from '../lib/isolation/plugin-process-main.js'

/** The process of a plugin: started by the program under Node's permission model, and spoken to over IPC. */
export async function pluginProcess(): Promise<never> {
  return runJob(
    await new Promise<Boot>(resolve => process.once('message', message => resolve(message as Boot))),
  )
}
