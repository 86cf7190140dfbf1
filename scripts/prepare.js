// Run by npm after an install, which takes the link away.
import {linkHost} from './link-host.js'

linkHost()
