import type {Check} from './check.js'
import {diskChecks} from './disk.js'
import {journalChecks} from './journal.js'
import {networkChecks} from './network.js'
import {pluginChecks} from './plugins.js'
import {programChecks} from './program.js'
import {serviceChecks} from './service.js'
import {settingsChecks} from './settings.js'
import {shellChecks} from './shell.js'

/** All that `kling doctor` looks at, in the order of its report. */
export const doctorChecks: readonly Check[] = [
  ...programChecks,
  ...settingsChecks,
  ...serviceChecks,
  ...networkChecks,
  ...diskChecks,
  ...journalChecks,
  ...pluginChecks,
  ...shellChecks,
]
