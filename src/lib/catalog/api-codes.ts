import type {ErrorCode} from '../errors/codes.js'
import {lazyData} from './data.js'

/** What one business code of the API means, from `x-error-codes` of the OpenAPI file. */
export interface ApiCode {
  code: number
  /** HTTP status that the API sends with it. */
  http: number
  /** Our code, null for success. */
  cliCode: ErrorCode | null
  meaning: string
  advice: string
  /** `backoff`: later; `token`: after signing again; `no`: never. */
  retry: 'no' | 'backoff' | 'token'
  /** Other meanings of the same code, identified by a pattern of the message. */
  variants?: {message: string; cliCode: ErrorCode}[]
}

const apiCodes = lazyData<ApiCode[]>('./api-codes.json')

/** The row of a business code, or undefined for one that is not documented. */
export function findApiCode(code: number): ApiCode | undefined {
  return apiCodes().find(row => row.code === code)
}
