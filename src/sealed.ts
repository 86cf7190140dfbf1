/** The process of a plugin: started by the program under Node's permission model, and spoken to over IPC. */
import {type Boot} from './lib/command/sealed/start-child.js'

const boot = await new Promise<Boot>(resolve => process.once('message', message => resolve(message as Boot)))
const {runJob} = await import('./lib/command/sealed/run-job.js')
await runJob(boot)
