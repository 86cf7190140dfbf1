import {fstatSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {KlingError, systemCode} from '../errors/kling-error.js'

export interface PromptSources {
  /** The positional argument. */
  argument?: string | undefined
  /** `--prompt-file`; `-` is stdin. */
  file?: string | undefined
  stdin: NodeJS.ReadStream & {fd?: number}
}

/** Whether stdin can bring text: a pipe, a file or a socket; not a terminal, not /dev/null, not closed. */
function bringsText(stdin: PromptSources['stdin']): boolean {
  if (stdin.isTTY) return false
  try {
    const kind = fstatSync(stdin.fd ?? 0)
    return kind.isFIFO() || kind.isFile() || kind.isSocket()
  } catch {
    return false
  }
}

async function readAll(stdin: PromptSources['stdin']): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return decode(Buffer.concat(chunks), 'stdin')
}

function decode(bytes: Buffer, from: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    throw new KlingError('invalid_prompt', `The prompt from ${from} is not UTF-8 text.`)
  }
}

/**
 * The prompt, trimmed: from the argument, else from the file, else from stdin; undefined when there is none.
 * @throws KlingError `invalid_prompt` when the file cannot be read
 */
export async function readPrompt({argument, file, stdin}: PromptSources): Promise<string | undefined> {
  let text = argument
  if (text === undefined && file !== undefined && file !== '-') {
    try {
      text = decode(await readFile(file), file)
    } catch (error) {
      if (!systemCode(error)) throw error
      throw new KlingError(
        'invalid_prompt',
        `The prompt file ${file} cannot be read (${systemCode(error)}).`,
        {
          hint: 'Check its path and rights.',
        },
      )
    }
  }
  if (text === undefined && (file === '-' || bringsText(stdin))) text = await readAll(stdin)
  return text?.trim() || undefined
}
