import {runPluginProcess} from '../lib/isolation/plugin-process-main.js'
import type {StartMessage} from '../lib/isolation/spawn-plugin-process.js'
import {reportUncaught, runAndExit} from './run-and-exit.js'

/** The process of a plugin: started by the program under Node's permission model, and spoken to over IPC. */
export async function pluginProcess(): Promise<never> {
  const message = await new Promise<StartMessage>(resolve =>
    process.once('message', received => resolve(received as StartMessage)),
  )
  return runPluginProcess(message, {runAndExit, reportUncaught})
}
