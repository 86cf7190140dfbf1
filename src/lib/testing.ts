/**
 * For the tests of plugins, as `kling-cli/testing`, with any test framework: commands of the built program in a
 * private home, with the plugin linked into it and the sandbox available.
 */
export {type HomeOptions, makeHome} from './testing/home.js'
export type {Home} from './testing/types.js'
export {type RunOptions, type RunResult, runKling} from './testing/run-kling.js'
