import {type Interface, createInterface} from 'node:readline'
import {Writable} from 'node:stream'
import {t} from '../i18n/translate.js'

/**
 * Reads a value without showing it: on a terminal it is asked for, else stdin is read to its end.
 * @returns undefined when nothing came
 */
export async function promptSecret(
  name: string,
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
): Promise<string | undefined> {
  if (!stdin.isTTY) {
    const chunks: Buffer[] = []
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
    return Buffer.concat(chunks).toString('utf8').trim() || undefined
  }
  // readline echoes what is typed to its output; this one swallows it.
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()})
  const lines: Interface = createInterface({input: stdin, output: nowhere, terminal: true})
  // Asked for only now that the terminal itself echoes nothing any more.
  stderr.write(t`${name} (not shown): `)
  try {
    return await new Promise<string | undefined>(resolve => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(undefined))
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    })
  } finally {
    lines.close()
    stderr.write('\n')
  }
}
