import {expect} from 'chai'
import {windowsNameFault} from '../../../src/lib/fs/windows-name.js'

describe('names of files on Windows', () => {
  const faults: [path: string, fault: string | undefined][] = [
    ['cat.mp4', undefined],
    ['C:\\films\\cat.mp4', undefined],
    ['\\\\?\\C:\\films\\cat.mp4', undefined],
    ['\\\\server\\share\\con\\cat.mp4', undefined],
    ['console.mp4', undefined],
    ['com10.mp4', undefined],
    ['CON.mp4', 'CON'],
    ['films/nul.tar.mp4', 'nul'],
    ['C:\\films\\Com1 .mp4', 'Com1'],
    ['lpt².mp4', 'lpt²'],
    ['cat:dog.mp4', ':'],
    ['what?.mp4', '?'],
    ['cat.mp4.', '.'],
    ['cat.mp4 ', ' '],
  ]
  for (const [path, fault] of faults)
    it(`${JSON.stringify(path)}: ${fault ?? 'possible'}`, () => {
      expect(windowsNameFault(path, 'win32')).to.equal(fault)
      expect(windowsNameFault(path, 'linux')).to.equal(undefined)
    })
})
