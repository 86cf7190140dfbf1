// Run by npm after an install, which takes the link away. With packages/* built, sources and tests run as they are.
import {existsSync} from 'node:fs'
import {buildPackages, tsc} from './build-packages.js'
import {linkHost} from './link-host.js'

linkHost()
// Not with --omit=dev.
if (existsSync(tsc)) buildPackages()
