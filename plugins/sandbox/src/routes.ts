import {createElement, deleteElement, listElements, listOfficialElements} from './elements.js'
import {endpoints} from './endpoints.js'
import type {FaultTarget} from './faults.js'
import {accountCosts, createTask, listTasks, queryTask} from './operations.js'
import type {Operation} from './operation.js'
import {deleteVoice, listOfficialVoices} from './voices.js'

/** One operation of the API: `{id}` in its path stands for the last part of the address. */
export interface Route {
  method: 'GET' | 'POST'
  path: string
  /** Which faults may hit it. */
  target: FaultTarget
  operation: Operation
}

/** Every operation that the sandbox serves. */
export const routes: Route[] = [
  ...endpoints.flatMap((endpoint): Route[] => [
    {method: 'POST', path: endpoint.path, target: 'create', operation: createTask(endpoint)},
    {method: 'GET', path: endpoint.path, target: 'list', operation: listTasks(endpoint)},
    {method: 'GET', path: `${endpoint.path}/{id}`, target: 'query', operation: queryTask(endpoint)},
  ]),
  {method: 'POST', path: '/v1/general/custom-elements', target: 'create', operation: createElement},
  {method: 'GET', path: '/v1/general/custom-elements', target: 'list', operation: listElements},
  {method: 'GET', path: '/v1/general/presets-elements', target: 'list', operation: listOfficialElements},
  {method: 'POST', path: '/v1/general/delete-elements', target: 'create', operation: deleteElement},
  {method: 'GET', path: '/v1/general/presets-voices', target: 'list', operation: listOfficialVoices},
  {method: 'POST', path: '/v1/general/delete-voices', target: 'create', operation: deleteVoice},
  {method: 'GET', path: '/account/costs', target: 'query', operation: accountCosts},
]

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The route of a request and the id in its path; undefined when there is nothing at this path, and
 * `wrong method` when there is, but not for this method.
 */
export function findRoute(
  method: string,
  pathname: string,
): {route: Route; id: string} | 'wrong method' | undefined {
  // The English docs write some paths with a slash at the end.
  const path = pathname.replace(/(?<=.)\/$/, '')
  const cut = path.lastIndexOf('/')
  const pattern = `${path.slice(0, cut)}/{id}`
  const found = routes.filter(route => route.path === path || route.path === pattern)
  const exact = found.filter(route => route.path === path)
  const candidates = exact.length > 0 ? exact : found
  if (candidates.length === 0) return undefined
  const route = candidates.find(candidate => candidate.method === method)
  return route ? {route, id: decoded(path.slice(cut + 1))} : 'wrong method'
}
