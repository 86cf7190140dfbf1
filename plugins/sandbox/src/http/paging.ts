import {Refusal} from './envelope.js'

/** A whole number of the query. @throws Refusal 1201 */
function wholeNumber(
  query: URLSearchParams,
  name: string,
  {max, otherwise}: {max: number; otherwise: number},
): number {
  const text = query.get(name)
  if (text === null || text === '') return otherwise
  const value = /^\d+$/.test(text) ? Number(text) : 0
  if (value < 1 || value > max) throw new Refusal(1201, `${name} must be a whole number from 1 to ${max}`)
  return value
}

/** Which page a list is asked for; `most` items a page. @throws Refusal 1201 */
export function pageOf(query: URLSearchParams, most = 500): {page: number; size: number} {
  const page = wholeNumber(query, 'pageNum', {max: 1000, otherwise: 1})
  return {page, size: wholeNumber(query, 'pageSize', {max: most, otherwise: 30})}
}
