import {expect} from 'chai'
import type {RunResult} from './run-kling.js'
import {accessKey, secretKey} from './fixture.js'

/** A line of the report of `kling doctor`. */
export interface Line {
  id: string
  name: string
  status: 'ok' | 'warn' | 'fail'
  message: string
  fix?: string
  details?: Record<string, unknown>
}

/** The report of a run: one document on stdout, whatever the exit code; its lines by their ids. */
export function reportOf(result: RunResult): {ok: boolean; lines: Record<string, Line>} {
  expect(result.stdout).to.match(/^\{[^\n]*\}\n$/)
  const {success, ok, checks} = result.json as {success: boolean; ok: boolean; checks: Line[]}
  expect(success).to.equal(true)
  for (const {id, name, status, message} of checks) {
    expect(id).to.match(/^[a-z]+\.[\w.@/-]+$/)
    expect(name, id).to.be.a('string').that.is.not.empty
    expect(message, id).to.be.a('string').that.is.not.empty
    expect(status, id).to.be.oneOf(['ok', 'warn', 'fail'])
  }
  expect(ok).to.equal(checks.every(({status}) => status !== 'fail'))
  expect(result.code).to.equal(ok ? 0 : 1)
  for (const secret of [secretKey, accessKey]) expect(result.stdout + result.stderr).to.not.include(secret)
  return {ok, lines: Object.fromEntries(checks.map(line => [line.id, line]))}
}
