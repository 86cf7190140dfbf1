import {fstatSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type Shot, parseShots, splitShots} from '../requests/shots.js'

/** Where a prompt may come from. */
export interface PromptSources {
  /** The positional argument. */
  argument?: string | undefined
  /** `--prompt-file`; `-` is stdin. */
  file?: string | undefined
  /** Whether shots stand in for it: then stdin is not waited for. */
  hasShots?: boolean
}

type Stdin = NodeJS.ReadStream & {fd?: number}

/** Whether stdin can bring text: a pipe, a file or a socket; not a terminal, not /dev/null, not closed. */
function bringsText(stdin: Stdin): boolean {
  if (stdin.isTTY) return false
  try {
    const kind = fstatSync(stdin.fd ?? 0)
    return kind.isFIFO() || kind.isFile() || kind.isSocket()
  } catch {
    return false
  }
}

async function readAll(stdin: Stdin): Promise<string> {
  const chunks: Buffer[] = []
  // A pipe that nobody writes to, as a program that starts this one may leave open, looks like a hang.
  const waiting = setTimeout(() => process.stderr.write(t`Waiting for the prompt on stdin …` + '\n'), 3000)
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  clearTimeout(waiting)
  return decode(Buffer.concat(chunks), 'stdin')
}

function decode(bytes: Buffer, from: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    throw new KlingError('invalid_prompt', t`The prompt from ${from} is not UTF-8 text.`)
  }
}

/**
 * The prompt, trimmed: from the argument, else from the file, else from stdin; undefined when there is none.
 * @throws KlingError `invalid_prompt` when the file cannot be read
 */
export async function readPrompt({
  argument,
  file,
  hasShots = false,
}: PromptSources): Promise<string | undefined> {
  let text = argument
  if (text === undefined && file !== undefined && file !== '-') {
    try {
      text = decode(await readFile(file), file)
    } catch (error) {
      if (!systemCode(error)) throw error
      throw new KlingError('invalid_prompt', t`Cannot read the prompt file ${file} (${systemCode(error)}).`, {
        hint: t`Check its path and permissions.`,
      })
    }
  }
  if (text !== undefined || (hasShots && file === undefined)) return text?.trim() || undefined
  // To open stdin takes a start 1 ms.
  const {stdin} = process
  if (file === '-' || bringsText(stdin)) text = await readAll(stdin)
  return text?.trim() || undefined
}

/** The shots of `--shot` and of the file of `--shots`. @throws KlingError `invalid_argument` */
export async function readShots(flags: {
  shot?: string[] | undefined
  shots?: string | undefined
}): Promise<Shot[]> {
  const own = flags.shot ?? []
  if (flags.shots === undefined) return parseShots(own)
  return parseShots([...own, ...splitShots(await readShotsFile(flags.shots))])
}

async function readShotsFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new KlingError('invalid_argument', t`Cannot read the shots file ${file} (${systemCode(error)}).`, {
      hint: t`Check its path and permissions.`,
    })
  }
}
