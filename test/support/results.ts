/** A box of an MP4 file. @param size as it stands in the head; that of the content when left out */
export function box(type: string, content: Uint8Array | string = '', size?: number): Buffer {
  const head = Buffer.alloc(8)
  const bytes = Buffer.from(content as string)
  head.writeUInt32BE(size ?? 8 + bytes.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, bytes])
}

export const [ftyp, moov] = [box('ftyp', 'isom\0\0\0\0isom'), box('moov', box('mvhd', Buffer.alloc(100)))]

/** The first bytes of an MP4 file, of which all that follows is pictures. */
export const mp4Head = Buffer.concat([ftyp, moov, box('mdat', '', 0)])

/** The least that is an MP4 file, with a text in place of pictures. */
export const mp4 = (text = ''): Buffer => Buffer.concat([mp4Head, Buffer.from(text)])

/** The least that is an MP3 file. */
export const mp3 = (text = ''): Buffer => Buffer.from(`ID3\x04\0\0\0\0\0\0${text}`, 'latin1')

/** The least that is a WAV file. */
export const wav = (text = ''): Buffer => Buffer.from(`RIFF\x24\0\0\0WAVE${text}`, 'latin1')

/** The least that is a PNG picture. */
export const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** The least that is a JPEG picture. */
export const jpeg = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')
