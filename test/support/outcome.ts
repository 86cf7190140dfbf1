import {expect} from 'chai'
import type {RunResult} from './run-kling.js'

type Fields = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on by tests

/** How a run ended. */
export type Outcome = Pick<RunResult, 'stdout' | 'stderr' | 'code'>

/** Codes → exit codes, as the contract lists them. What is not here is wrong use: 2. */
export const exitCodes: Record<string, number> = Object.fromEntries(
  Object.entries({
    1: 'unexpected_error',
    3: 'missing_api_key invalid_api_key permission_denied',
    4: 'rate_limit quota_exceeded',
    5: 'content_policy',
    6: 'task_failed',
    7: 'timeout connection_error server_error server_overloaded',
    8: 'wait_timeout task_not_finished',
    9: 'cost_limit cancelled',
    10: 'write_error output_exists download_error config_error',
    11: 'task_not_found invalid_request retired_model',
    12: 'plugin_not_found plugin_install_failed plugin_incompatible plugin_denied',
    130: 'interrupted',
    143: 'terminated',
  }).flatMap(([exit, codes]) => codes.split(' ').map(code => [code, Number(exit)])),
)

/** A run that ended well: one JSON document on stdout, nothing on stderr. @returns the document */
export function expectSuccess(result: Outcome): Fields {
  expect(result.stderr).to.equal('')
  expect(result.code).to.equal(0)
  expect(result.stdout).to.match(/^\{[^\n]*\}\n$/)
  const {success, ...fields} = JSON.parse(result.stdout) as Fields
  expect(success).to.equal(true)
  return fields
}

/** A run that ended with this error: one line of JSON on stderr, nothing on stdout. @returns the error */
export function expectError(result: Outcome, code: string): Fields {
  expect(result.stdout).to.equal('')
  expect(result.stderr).to.match(/^\{[^\n]*\}\n$/)
  const {success, error} = JSON.parse(result.stderr) as Fields
  expect(success).to.equal(false)
  expect(error.code, error.message).to.equal(code)
  expect(error.message).to.be.a('string').that.is.not.empty
  expect(error.hint, `hint of ${code}: ${error.message}`).to.be.a('string').that.is.not.empty
  expect(result.code).to.equal(exitCodes[code] ?? 2)
  return error
}
