import {Flags} from '@oclif/core'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {wholeNumber} from './parse-flags.js'

/** Which part of a list of the service is wanted: a page, or all of them. */
export type Pages = {limit: number; page: number} | {limit: number; all: true}

/** Pages are counted to here. */
const lastPage = 1000

/** Flags of the commands that list what the service knows. @param things `tasks` @param max most on a page */
export function pageFlags(things: string, max: number) {
  return {
    limit: Flags.string({char: 'l', summary: `${things} a page, 1–${max}`, default: '30', helpValue: 'N'}),
    page: Flags.string({char: 'p', summary: `page, 1–${lastPage}`, default: '1', helpValue: 'N'}),
    all: Flags.boolean({summary: `all ${things}, page by page`}),
  }
}

/**
 * What the flags of `pageFlags` say.
 * @param max most things on a page
 * @param isGiven whether a flag stands on the command line
 * @throws KlingError `invalid_limit`, `invalid_page`, `invalid_argument` for a page of all
 */
export function pagesOf(
  flags: {limit: string; page: string; all: boolean},
  max: number,
  isGiven: (flag: string) => boolean,
): Pages {
  const limit = wholeNumber('limit', flags.limit, 1, max, 'invalid_limit')
  const page = wholeNumber('page', flags.page, 1, lastPage, 'invalid_page')
  if (!flags.all) return {limit, page}
  if (isGiven('page')) {
    throw new KlingError('invalid_argument', t`--all and --page cannot be given together.`, {
      hint: t`Keep one of them.`,
    })
  }
  return {limit: isGiven('limit') ? limit : max, all: true}
}

/**
 * Reads a page, or all. While all are read new things may come and push others to the next page: each is taken once.
 * @param read one page
 * @param idOf what a thing is known by
 */
export async function readPages<Thing>(
  pages: Pages,
  read: (page: {limit: number; page: number}) => Promise<Thing[]>,
  idOf: (thing: Thing) => string,
): Promise<Thing[]> {
  if (!('all' in pages)) return read(pages)
  const {limit} = pages
  const found = new Map<string, Thing>()
  for (let page = 1; page <= lastPage; page++) {
    const things = await read({limit, page})
    const before = found.size
    for (const thing of things) found.set(idOf(thing), found.get(idOf(thing)) ?? thing)
    if (things.length < limit || found.size === before) break
  }
  return [...found.values()]
}
