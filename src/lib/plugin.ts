/**
 * What plugins build on, as `kling-cli/plugin`: commands and their flags, tasks, the journal, views, errors, and
 * the types of the hooks. What each is for, and what it throws, stands where it is declared.
 */
export {Args, type Command, Flags} from '@oclif/core'
export type {GetOptions, KlingClient, Reply} from './api/client.js'
export type {Connection} from './api/connection.js'
export {parseLossless} from './api/lossless-json.js'
export {type Pages, readPages} from './api/pagination.js'
export type {Estimate} from './catalog/estimate.js'
export {type TaskKind, defineTaskKind} from './catalog/task-kinds.js'
export {BaseCommand} from './command/base-command.js'
export {CreateCommand} from './command/create-command.js'
export {choiceFlag, createFlags, pageFlags, taskFlags} from './command/flags.js'
export {pagesOf, wholeNumber} from './command/parse-flags.js'
export {readPrompt} from './command/prompt-input.js'
export {type SendOptions, SubmitCommand} from './command/submit-command.js'
export type {Credentials} from './config/credentials.js'
export {download} from './downloads/download.js'
export type {DownloadOptions} from './downloads/types.js'
export {checkOneOf} from './errors/check-one-of.js'
export {KlingError, type KlingErrorOptions, isKlingError, systemCode} from './errors/kling-error.js'
export {type RequiredArgument, requireArgument} from './errors/require-argument.js'
export {
  type WriteAtomicOptions,
  createFile,
  makePrivateFolder,
  readObject,
  writeAtomic,
} from './fs/atomic-write.js'
export {isAlive} from './fs/is-alive.js'
export {holderOf, tryLock, withLock, type HeldLock} from './fs/lock.js'
export {type ServeFileOptions, serveFile} from './http/serve-file.js'
export type {JsonBody} from './http/streaming-body.js'
export {type Language, language, msg, t} from './i18n/translate.js'
export type {ProgramOptions, ProgramResult} from './isolation/remote-host.js'
export {runProgram} from './isolation/run-program.js'
export type {Journal} from './journal/journal.js'
export type {AudioFormat, AudioLimits, FileUse, FileValue} from './media/types.js'
export type {KlingHook, KlingHooks, RegionAnswer} from './plugins/hook-types.js'
export {type OmniVideoOptions, omniVideo, omniVideoDefaults} from './requests/omni-video.js'
export type {DryRunResult, EstimateResult, PreparedTask} from './requests/prepared-task.js'
export type {CreateRequest} from './requests/request.js'
export {newExternalId} from './tasks/external-id.js'
export {getTask, listTasks} from './tasks/query.js'
export {recordStates} from './tasks/record-states.js'
export {type SubmitOptions, type Submitted, submit} from './tasks/submit.js'
export {
  type ApiTask,
  type SubmittedResult,
  type TaskResult,
  createFields,
  describeTask,
  errorOfFailedTask,
} from './tasks/task.js'
export {waitForTask} from './tasks/wait.js'
export {interruption} from './terminal/interruption.js'
export {type Screen, successLine} from './terminal/screen.js'
export {fieldsView, tableView} from './terminal/table.js'
export type {CreateResult, DownloadedResult} from './views/create.js'
export type {RecordsOfCommand} from './views/format-result.js'
