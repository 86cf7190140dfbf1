import {openHostPipe} from '../lib/isolation/host-pipe.js'
import {runPluginProcess} from '../lib/isolation/plugin-process-main.js'
import type {StartMessage} from '../lib/isolation/spawn-plugin-process.js'
import {runAndExit} from './run-and-exit.js'

/** The process of a plugin: started by the program with what was granted, and spoken to over a pipe. */
export async function pluginProcess(): Promise<never> {
  const port = openHostPipe()
  const start = await new Promise<StartMessage>(resolve =>
    port.onMessage(message => resolve(message as StartMessage)),
  )
  return runPluginProcess(start, port, {runAndExit})
}
