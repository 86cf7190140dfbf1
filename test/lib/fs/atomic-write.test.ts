import {expect} from 'chai'
import {mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {createFile, readObject, writeAtomic} from '../../../src/lib/fs/atomic-write.js'
import {useFolder} from '../../support/folder.js'

describe('private files', () => {
  const inFolder = useFolder()

  it('are put in place whole, with folders on the way', async () => {
    await writeAtomic(inFolder('a', 'b', 'file'), 'one')
    await writeAtomic(inFolder('a', 'b', 'file'), Buffer.from('two'))
    expect(readFileSync(inFolder('a', 'b', 'file'), 'utf8')).to.equal('two')
    expect(statSync(inFolder('a', 'b', 'file')).mode & 0o777).to.equal(0o600)
    expect(statSync(inFolder('a')).mode & 0o777).to.equal(0o700)
    expect(readdirSync(inFolder('a', 'b'))).to.deep.equal(['file'])
  })

  it('replace a link rather than what it points to', async () => {
    writeFileSync(inFolder('precious'), 'kept')
    symlinkSync(inFolder('precious'), inFolder('link'))
    await writeAtomic(inFolder('link'), 'new')
    expect(readFileSync(inFolder('precious'), 'utf8')).to.equal('kept')
    expect(readFileSync(inFolder('link'), 'utf8')).to.equal('new')
  })

  it('leave nothing behind when they cannot be written', async () => {
    mkdirSync(inFolder('taken', 'full'), {recursive: true})
    const failure = await writeAtomic(inFolder('taken'), 'x').catch(
      (error: NodeJS.ErrnoException) => error.code,
    )
    expect(failure).to.be.oneOf(['EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM'])
    expect(readdirSync(inFolder())).to.deep.equal(['taken'])
  })

  it('are made only where there is none', async () => {
    expect([await createFile(inFolder('f'), 'a'), await createFile(inFolder('f'), 'b')]).to.deep.equal([
      true,
      false,
    ])
    expect(readFileSync(inFolder('f'), 'utf8')).to.equal('a')
  })

  it('are read as objects, or not at all', async () => {
    writeFileSync(inFolder('good'), '{"a":1}')
    for (const [name, text] of Object.entries({torn: '{"a":', text: '"a"', nothing: 'null'})) {
      writeFileSync(inFolder(name), text)
      expect(await readObject(inFolder(name)), name).to.equal(undefined)
    }
    expect(await readObject(inFolder('good'))).to.deep.equal({a: 1})
    expect(await readObject(inFolder('absent'))).to.equal(undefined)
  })
})
