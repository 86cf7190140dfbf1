import type {JsonBody} from '../http/streaming-body.js'
import {lazyData} from './data.js'

/** Path of the API → the fields that a body may have there. */
const requestFields = lazyData<Record<string, string[]>>('./request-fields.json')

/** Whether a body has none but documented fields: what another one means, and costs, is not known. */
export function hasDocumentedFields(path: string, body: JsonBody): boolean {
  const known = Object.hasOwn(requestFields(), path) ? requestFields()[path]! : []
  return Object.keys(body).every(name => known.includes(name))
}
