import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Api} from '../api.js'
import type {FaultEffect} from '../faults.js'
import {type Answer, bareFailure, failure} from './envelope.js'

const htmlPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n'

type AnsweredEffect = Extract<FaultEffect, {kind: 'status' | 'html'}>

/** The answer of a fault that answers: an HTTP status with the business code that goes with it, or a web page. */
export function faultAnswer(
  api: Api,
  effect: AnsweredEffect,
  {path, now}: {path: string; now: number},
): Answer {
  if (effect.kind === 'html') {
    return {status: 502, body: htmlPage, headers: {'Content-Type': 'text/html; charset=utf-8'}}
  }
  const {status, code} = effect
  const row = api.errorCodes.find(entry => (code === undefined ? entry.http === status : entry.code === code))
  if (!row && code === undefined) return bareFailure(status, path, now)
  const answer = failure(api.errorCodes, {code: code ?? row!.code, message: row?.meaning ?? 'Sandbox fault'})
  return {...answer, status}
}

/** Lets the client wait for nothing: the connection breaks, or stays open until the server closes. */
export function loseConnection(
  kind: 'reset' | 'hang',
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (kind === 'reset') response.socket?.resetAndDestroy()
  else request.resume()
}
