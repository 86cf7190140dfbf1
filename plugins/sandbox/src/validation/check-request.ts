import type {Api} from '../api.js'
import {type Endpoint, promptsOf} from '../endpoints.js'
import {Refusal} from '../http/envelope.js'
import type {RequestBody} from '../state/task-record.js'
import {modelProblem} from './model-cells.js'
import {requestRules} from './rules.js'
import {schemaMessage} from './schema-message.js'

const script = /\[sandbox:(fail|risk|\d{4})\]/

const failures: Record<string, string> = {
  fail: 'Sandbox: asked to fail',
  risk: 'Failure to pass the risk control system',
}

/**
 * What the prompt, or the name of a voice, tells the sandbox to do: `[sandbox:fail]` and `[sandbox:risk]` make the task fail with the
 * message that is returned; `[sandbox:1301]`, or any other business code, refuses the request.
 *
 * @throws Refusal with the code that the prompt names.
 */
export function scriptedFailure(api: Api, body: RequestBody): string | undefined {
  const {voice_name: name = ''} = body
  const word = script.exec([...promptsOf(body), name].join('\n'))?.[1]
  if (!word) return undefined
  const row = api.errorCodes.find(({code}) => code !== 0 && String(code) === word)
  if (row) throw new Refusal(row.code, row.meaning)
  return failures[word]
}

/**
 * Checks a body by the schema of its operation.
 *
 * @throws Refusal 1201 with one sentence that names the field.
 */
export function checkBody(api: Api, operationId: string, body: unknown): RequestBody {
  const validate = api.validators[operationId]!
  if (validate(body)) return body as RequestBody
  throw new Refusal(1201, schemaMessage(api.requests[operationId]!, validate.errors ?? []))
}

/**
 * Checks everything about a body that the body alone tells.
 *
 * @throws Refusal 1201 with one sentence that names the field.
 */
export function checkRequest(api: Api, endpoint: Endpoint, body: unknown): RequestBody {
  const {operationId, rules} = endpoint
  const request = checkBody(api, operationId, body)
  const broken = rules.map(id => requestRules[id]!(request)).find(problem => problem !== undefined)
  const problem = broken ?? modelProblem(api.models, endpoint, request)
  if (problem) throw new Refusal(1201, problem)
  return request
}
