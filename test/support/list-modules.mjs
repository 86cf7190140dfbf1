// Preloaded into the program with --import: writes the paths of the files that it has loaded to LOADED_MODULES.
import {writeFileSync} from 'node:fs'
import {Module} from 'node:module'

process.on('exit', () => writeFileSync(process.env.LOADED_MODULES, Object.keys(Module._cache).join('\n')))
