import {expect} from 'chai'
import {writeFileSync} from 'node:fs'
import {FileRef} from '../../../src/lib/http/streaming-body.js'
import {checkAudio, formatAudioFormats, speechLimits} from '../../../src/lib/media/audio-check.js'
import {readMovieHead} from '../../../src/lib/media/movie-head.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

/** A box of an MP4: its length, its type, what it holds. */
function box(type: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(8 + content.length)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, content])
}

/** The head of a film of so many seconds, with tracks of these kinds. */
function movie(seconds: number, ...tracks: string[]): Buffer {
  const times = Buffer.alloc(100)
  times.writeUInt32BE(1000, 12)
  times.writeUInt32BE(seconds * 1000, 16)
  const handlers = tracks.map(kind => box('trak', box('hdlr', Buffer.alloc(8), Buffer.from(kind))))
  return Buffer.concat([box('ftyp', Buffer.from('isom')), box('moov', box('mvhd', times), ...handlers)])
}

describe('sounds', () => {
  const inFolder = useFolder()

  it('of films are found by their heads, in files and in base64', async () => {
    const film = movie(7, 'vide', 'soun')
    writeFileSync(inFolder('film.mp4'), film)
    const found = {seconds: 7, hasSound: true}
    expect(await readMovieHead(new FileRef(inFolder('film.mp4'), film.length))).to.deep.equal(found)
    expect(await readMovieHead(film.toString('base64'))).to.deep.equal(found)
    expect(await readMovieHead(movie(3, 'vide').toString('base64'))).to.deep.equal({
      seconds: 3,
      hasSound: false,
    })
  })

  it('of a torn head are none', async () => {
    const film = movie(7, 'soun')
    for (const length of [0, 4, 12, 20, 30]) {
      expect(await readMovieHead(film.subarray(0, length).toString('base64')), `${length}`).to.equal(
        undefined,
      )
    }
  })

  it('are named in the words of the limits', async () => {
    expect(formatAudioFormats(speechLimits)).to.equal('MP3, WAV, M4A or AAC')
    const limits = {formats: ['mp3', 'mov'], minSeconds: 5, maxSeconds: 30} as const
    const error = await rejectionOf(checkAudio('a.txt', Buffer.from('no sound').toString('base64'), limits))
    expect(error.code).to.equal('invalid_audio')
    expect(error.message).to.include('MP3 or MOV')
  })
})
