// Loaded before all tests: those that load the built program into their own process, or start it in the environment
// of their own, keep its compiled code here and not with the user's.
import {fileURLToPath} from 'node:url'

process.env.KLING_CACHE_DIR ??= fileURLToPath(
  new URL('../../node_modules/.cache/kling-cli-tests/own', import.meta.url),
)
