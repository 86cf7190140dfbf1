import {fstatSync} from 'node:fs'
import {t} from '../i18n/translate.js'
import {severalFromStdin} from '../media/find-files.js'
import {controlCharacterIn, readTextFile, readTextStream} from '../media/read-text.js'
import {type Shot, parseShots, splitShots} from '../requests/shots.js'

/** Where a prompt may come from. */
export interface PromptSources {
  /** The positional argument. */
  argument?: string | undefined
  /** `--prompt-file`; `-` is stdin. */
  file?: string | undefined
  /** Whether shots stand in for it: then stdin is not waited for. */
  hasShots?: boolean
  /** All flags: an input that is `-` takes stdin. */
  flags?: object
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

/** Flags whose value may be `-`: a picture or sound on stdin. */
const mediaFlags = [
  'first-frame',
  'last-frame',
  'ref-image',
  'image',
  'audio',
  'static-mask',
  'frontal',
  'ref',
]

/** Whether a picture or a sound is to be read from stdin. */
function takesStdin(flags: object): boolean {
  return mediaFlags.some(name => [(flags as Record<string, unknown>)[name]].flat().includes('-'))
}

async function readStdin(): Promise<string> {
  // A pipe that nobody writes to, as a program that starts this one may leave open, looks like a hang.
  const waiting = setTimeout(() => process.stderr.write(t`Waiting for the prompt on stdin …` + '\n'), 3000)
  try {
    return await readTextStream(process.stdin, {label: t`The prompt on stdin`, code: 'invalid_prompt'})
  } finally {
    clearTimeout(waiting)
    // What is not read would keep the program waiting for the end of it.
    process.stdin.destroy()
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
  flags = {},
}: PromptSources): Promise<string | undefined> {
  // As an argument and as a file, `-` is stdin.
  const isStdin = argument === '-' || file === '-'
  const isTaken = takesStdin(flags)
  if (isStdin && isTaken) throw severalFromStdin()
  if (argument !== undefined && argument !== '-') return visible(argument)
  if (file !== undefined && !isStdin) {
    return visible(await readTextFile(file, {label: t`The prompt file ${file}`, code: 'invalid_prompt'}))
  }
  if ((hasShots && !isStdin) || isTaken) return undefined
  // To open stdin takes a start 1 ms.
  return isStdin || bringsText(process.stdin) ? visible(await readStdin()) : undefined
}

/** A text, trimmed; undefined for one of which nothing is seen, such as that of a zero-width space. */
function visible(text: string): string | undefined {
  const isInvisible = /^[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text)
  return isInvisible && controlCharacterIn(text) === undefined ? undefined : text.trim()
}

/** The shots of `--shot` and of the file of `--shots`. @throws KlingError `invalid_argument` */
export async function readShots(flags: {
  shot?: string[] | undefined
  shots?: string | undefined
}): Promise<Shot[]> {
  const own = flags.shot ?? []
  if (flags.shots === undefined) return parseShots(own)
  const source = {label: t`The shots file ${flags.shots}`, code: 'invalid_argument'} as const
  return parseShots([...own, ...splitShots(await readTextFile(flags.shots, source))])
}
