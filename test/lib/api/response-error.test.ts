import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {errorFromResponse} from '../../../src/lib/api/response-error.js'

/** The contract's table: code → ours when creating, and whether the same may work later. */
const codes: [number, string, boolean][] = [
  [1000, 'invalid_api_key', false],
  [1001, 'invalid_api_key', false],
  [1002, 'invalid_api_key', false],
  [1003, 'invalid_api_key', false],
  [1004, 'invalid_api_key', false],
  [1100, 'quota_exceeded', false],
  [1101, 'quota_exceeded', false],
  [1102, 'quota_exceeded', false],
  [1103, 'permission_denied', false],
  [1200, 'invalid_request', false],
  [1201, 'invalid_request', false],
  [1202, 'invalid_request', false],
  [1203, 'task_not_found', false],
  [1300, 'content_policy', false],
  [1301, 'content_policy', false],
  [1302, 'rate_limit', true],
  [1303, 'rate_limit', true],
  [1304, 'permission_denied', false],
  [5000, 'server_error', true],
  [5001, 'server_overloaded', true],
  [5002, 'server_error', true],
]

describe('errors of the API by code and status', () => {
  for (const [code, ours, retryable] of codes) {
    it(`${code}: ${ours}, whatever the HTTP status`, () => {
      for (const status of [200, 400, 429, 500]) {
        const error = errorFromResponse({status, code, message: 'why', requestId: 'r', purpose: 'create'})
        expect(error.code).to.equal(ours)
        const {api_code, http_status, request_id} = error.fields
        expect({api_code, http_status, request_id}).to.deep.equal({
          api_code: code,
          http_status: status,
          request_id: 'r',
        })
        expect(error.fields.retryable).to.equal(retryable)
      }
    })
  }

  it('knows each code that the API description has', () => {
    const file = new URL('../../../api/kling.openapi.yaml', import.meta.url)
    const rows = parse(readFileSync(file, 'utf8'))['x-error-codes'] as {code: number}[]
    const failures = rows.map(({code}) => code).filter(code => code !== 0)
    expect(failures).to.have.members(codes.map(([code]) => code))
  })

  it('what the service has retired is told by its text', () => {
    const texts = [
      "The model 'kling-v2-1' has been discontinued and is no longer available.",
      'This API is no longer available',
    ]
    for (const message of texts) {
      for (const code of [1200, 1201, 1203]) {
        const error = errorFromResponse({status: 400, code, message, purpose: 'create'})
        expect(error.code, `${code} ${message}`).to.equal('retired_model')
        expect(error.fields.hint).to.include('kling models')
      }
    }
  })

  it('the hint says what helps', () => {
    const hint = (code: number, purpose: 'create' | 'query' = 'create') =>
      errorFromResponse({status: 400, code, message: 'x', purpose}).fields.hint
    expect(hint(1203)).to.match(/model, an element, a voice/)
    expect(hint(1203, 'query')).to.match(/Check the ID/)
    expect(hint(1100))
      .to.match(/abnormal/)
      .and.not.match(/Buy a pack/)
    expect(hint(1102)).to.match(/Buy a pack/)
    expect(hint(1304)).to.match(/allow list/)
    expect(hint(1002)).to.match(/unknown to this host/)
  })

  it('1201 on a query is an unknown task, on a list it is not', () => {
    const of = (purpose: 'create' | 'query' | 'list', message: string) =>
      errorFromResponse({status: 400, code: 1201, message, purpose}).code
    expect(of('query', 'bad id')).to.equal('task_not_found')
    expect(of('list', 'bad page')).to.equal('invalid_request')
    expect(of('list', 'Task not found')).to.equal('task_not_found')
  })

  const statuses: [number, string, boolean][] = [
    [400, 'invalid_request', false],
    [401, 'invalid_api_key', false],
    [403, 'permission_denied', false],
    [404, 'invalid_request', false],
    [418, 'invalid_request', false],
    [429, 'rate_limit', true],
    [500, 'server_error', true],
    [502, 'server_error', true],
    [503, 'server_overloaded', true],
    [599, 'server_error', true],
    [302, 'server_error', false],
  ]
  for (const [status, ours, retryable] of statuses) {
    it(`HTTP ${status} without a code, or with one that nobody knows: ${ours}`, () => {
      for (const code of [undefined, 9999]) {
        const error = errorFromResponse({status, code, purpose: 'query'})
        expect([error.code, error.fields.retryable]).to.deep.equal([ours, retryable])
        expect(error.message).to.not.include('undefined')
      }
    })
  }
})
