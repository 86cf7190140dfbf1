import {type Boot} from './lib/command/sealed/start-child.js'
import {runJob} from './lib/command/sealed/run-job.js'

/** The process of a plugin: started by the program under Node's permission model, and spoken to over IPC. */
export async function sealed(): Promise<never> {
  return runJob(
    await new Promise<Boot>(resolve => process.once('message', message => resolve(message as Boot))),
  )
}
