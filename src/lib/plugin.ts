/** What plugins build on: the base command, flags, errors, and the types of the hooks. */
export {Args, Flags} from '@oclif/core'
export {type Credentials} from './api/auth.js'
export {BaseCommand} from './command/base-command.js'
export {type KlingHook, type KlingHooks, type RegionAnswer} from './command/hooks.js'
export {interruption} from './command/interruption.js'
export {holderOf, isAlive, tryLock, withLock, type HeldLock} from './files/lock.js'
export {createFile, makePrivateFolder, readObject, writeAtomic} from './files/read-write.js'
export {KlingError, type KlingErrorOptions, isKlingError, systemCode} from './errors/kling-error.js'
