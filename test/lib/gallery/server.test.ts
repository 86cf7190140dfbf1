import {expect} from 'chai'
import {writeFileSync} from 'node:fs'
import {Collection} from '../../../src/lib/gallery/collection.js'
import {type GalleryServer, startGallery} from '../../../src/lib/gallery/server.js'
import {Stars} from '../../../src/lib/gallery/stars.js'
import {useFolder} from '../../support/folder.js'
import {ask} from '../../support/gallery.js'

describe('the server of the gallery', () => {
  const inFolder = useFolder()
  let gallery: GalleryServer
  beforeEach(async () => {
    for (const name of ['index.html', 'page.js', 'page.css', 'icon.svg']) writeFileSync(inFolder(name), name)
    gallery = await startGallery({
      collection: new Collection({dataDir: inFolder()}),
      stars: new Stars(inFolder()),
      pageFolder: inFolder(),
      language: 'en',
      port: 0,
    })
  })
  afterEach(() => gallery.close())

  const statusOf = async (url: string): Promise<number> => (await ask(url)).status

  it('lets one browser in by an address for once, and no other after it', async () => {
    const [first, second] = [gallery.urlForOnce(), gallery.urlForOnce()]
    expect(first).to.not.equal(second)
    expect(await statusOf(first)).to.equal(303)
    expect(await statusOf(first)).to.equal(403)
    expect(await statusOf(second)).to.equal(303)
  })

  it('lets in by its own address again and again', async () => {
    for (let turn = 0; turn < 3; turn++) expect(await statusOf(gallery.url)).to.equal(303)
  })
})
