import {expect} from 'chai'
import {readPages} from '../../../src/lib/api/pagination.js'
import {pagesOf} from '../../../src/lib/command/parse-flags.js'
import {errorOf} from '../../support/failure.js'

const flags = {limit: '30', page: '1', all: false}
const given = (...names: string[]) => [500, (flag: string) => names.includes(flag)] as const

describe('pages', () => {
  it('one of them, or all in pages as large as they may be', () => {
    expect(pagesOf({...flags, page: '3'}, ...given('page'))).to.deep.equal({limit: 30, page: 3})
    expect(pagesOf({...flags, all: true}, ...given())).to.deep.equal({limit: 500, all: true})
    expect(pagesOf({...flags, limit: '7', all: true}, ...given('limit'))).to.deep.equal({limit: 7, all: true})
  })

  it('no page of all, no page beyond the last', () => {
    expect(errorOf(() => pagesOf({...flags, all: true}, ...given('page'))).code).to.equal('invalid_argument')
    expect(errorOf(() => pagesOf({...flags, page: '1001'}, ...given())).code).to.equal('invalid_page')
    expect(errorOf(() => pagesOf({...flags, limit: '501'}, ...given())).code).to.equal('invalid_limit')
  })

  /** A list of the service that is read three a page; `moved` ids come before it after the first page. */
  async function all(ids: string[], moved: string[] = []): Promise<{found: string[]; pages: number}> {
    let pages = 0
    const read = async ({limit, page}: {limit: number; page: number}): Promise<string[]> => {
      pages++
      const now = page === 1 ? ids : [...moved, ...ids]
      return now.slice((page - 1) * limit, page * limit)
    }
    return {found: await readPages({limit: 3, all: true}, read, id => id), pages}
  }

  it('are read until one is not full', async () => {
    expect(await all(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).to.deep.equal({found: [...'abcdefg'], pages: 3})
    expect(await all(['a', 'b', 'c'])).to.deep.equal({found: [...'abc'], pages: 2})
    expect(await all([])).to.deep.equal({found: [], pages: 1})
  })

  it('what new things push to the next page is taken once', async () => {
    expect((await all(['a', 'b', 'c', 'd', 'e'], ['x', 'y'])).found).to.deep.equal([...'abcde'])
  })

  it('a service that knows no pages is not asked for ever', async () => {
    let pages = 0
    const read = async (): Promise<string[]> => (pages++, ['a', 'b', 'c'])
    expect(await readPages({limit: 3, all: true}, read, id => id)).to.deep.equal(['a', 'b', 'c'])
    expect(pages).to.equal(2)
  })
})
