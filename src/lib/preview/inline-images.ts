import type {Size} from './picture.js'

/** Most base64 characters that kitty takes at once. */
const chunkLength = 4096

/** A PNG file for kitty's graphics protocol, drawn over `cells`. */
export function kittyImage(file: Buffer, cells: Size): string {
  const data = file.toString('base64')
  const chunks = data.match(new RegExp(`.{1,${chunkLength}}`, 'g')) ?? []
  return chunks
    .map((chunk, index) => {
      // a=T: show it at once; f=100: PNG; q=2: answer nothing, since nobody would read it.
      const first = index === 0 ? `a=T,f=100,q=2,c=${cells.width},r=${cells.height},` : ''
      const more = index < chunks.length - 1 ? 1 : 0
      return `\u001B_G${first}m=${more};${chunk}\u001B\\`
    })
    .join('')
}

/** A file for iTerm2's inline images, drawn over `cells`. */
export function itermImage(file: Buffer, cells: Size): string {
  const settings = `inline=1;size=${file.length};width=${cells.width};height=${cells.height};preserveAspectRatio=1`
  return `\u001B]1337;File=${settings}:${file.toString('base64')}\u0007`
}
