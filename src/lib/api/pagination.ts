/** Which part of a list of the service is wanted: a page, or all of them. */
export type Pages = {limit: number; page: number} | {limit: number; all: true}

/** Pages are counted to here. */
export const lastPage = 1000

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
