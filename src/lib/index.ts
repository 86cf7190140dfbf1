export type {Credentials} from './config/credentials.js'
/** The library for programs: the client and what goes with it, without oclif. */
export type {ApiFetch, ApiRequestInit} from './api/api-fetch.js'
export {type Bearer, createBearer} from './api/auth.js'
export {type ClientOptions, type GetOptions, KlingClient, type Reply} from './api/client.js'
export {type ErrorCode, exitCodeOf} from './errors/codes.js'
export {KlingError, isKlingError} from './errors/kling-error.js'
export {FileRef, type JsonBody} from './http/streaming-body.js'
