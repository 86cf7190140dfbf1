import fs from 'node:fs'
import path from 'node:path'
import {makeFoldersSync} from '../lib/fs/make-folders.js'
import {presenceOf} from '../lib/fs/owner.js'

/** What a file begins with: the checksum of the rest, in four words, and its length. */
const headBytes = 24

/** Files of other versions of the program are kept for so long, in ms. */
const keptMs = 30 * 24 * 3600_000

/**
 * Four sums over the words of some bytes. A change of one word always changes a sum. V8 runs what it is given unchecked,
 * and this takes a millisecond, where loading a module with a checksum takes more.
 */
function checksum(data: Buffer): Int32Array {
  const sums = new Int32Array([1, 2, 3, 4])
  const count = data.length >> 2
  const aligned = data.byteOffset % 4 === 0 ? data : Buffer.from(data)
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, count)
  let [a, b, c, d] = sums as unknown as [number, number, number, number]
  const end = count - (count % 4)
  for (let at = 0; at < end; at += 4) {
    a = Math.imul(a ^ words[at]!, 0x01000193)
    b = Math.imul(b ^ words[at + 1]!, 0x01000193)
    c = Math.imul(c ^ words[at + 2]!, 0x01000193)
    d = Math.imul(d ^ words[at + 3]!, 0x01000193)
  }
  for (let at = end * 4; at < data.length; at++) a = Math.imul(a ^ data[at]!, 0x01000193)
  return Int32Array.of(a, b, c, d)
}

/** Compiled code that is whole and that nobody else has written; undefined where there is none. */
export function readCodeCache(file: string): Buffer | undefined {
  try {
    const {uid, mode} = fs.lstatSync(file)
    const isOurs = process.getuid === undefined || uid === process.getuid()
    if (!isOurs || (mode & 0o022) !== 0) return undefined
    const content = fs.readFileSync(file)
    const data = content.subarray(headBytes)
    if (content.readUInt32LE(16) !== data.length) return undefined
    return checksum(data).every((sum, at) => content.readInt32LE(at * 4) === sum) ? data : undefined
  } catch {
    return undefined
  }
}

/** Keeps compiled code, and the parts of the program that are in it. A place that cannot be written to stays as it is. */
export function writeCodeCache(file: string, data: Buffer, parts: string[]): void {
  try {
    const folder = path.dirname(file)
    makeFoldersSync(folder, 0o700)
    removeOld(folder)
    const head = Buffer.alloc(headBytes)
    checksum(data).forEach((sum, at) => head.writeInt32LE(sum, at * 4))
    head.writeUInt32LE(data.length, 16)
    replace(file, Buffer.concat([head, data]))
    replace(`${file}.parts`, Buffer.from(JSON.stringify(parts)))
  } catch {
    // The next start is as slow as this one.
  }
}

/** Puts a whole file in place: what was not on the disk when the power went never has its name. */
function replace(target: string, data: Buffer): void {
  const draft = `${target}.${process.pid}-${Math.random().toString(36).slice(2)}.draft`
  try {
    const handle = fs.openSync(draft, 'wx', 0o600)
    try {
      fs.writeSync(handle, data)
      fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    fs.renameSync(draft, target)
  } catch (error) {
    fs.rmSync(draft, {force: true})
    throw error
  }
}

function removeOld(folder: string): void {
  const oldest = Date.now() - keptMs
  for (const name of fs.readdirSync(folder)) {
    const place = path.join(folder, name)
    if (fs.statSync(place).mtimeMs < oldest) fs.rmSync(place, {force: true})
  }
}

/** The parts of the program that are in a file of compiled code. */
export function readParts(file: string): string[] {
  try {
    const parts = JSON.parse(fs.readFileSync(`${file}.parts`, 'utf8')) as unknown
    return Array.isArray(parts) ? parts.filter(part => typeof part === 'string') : []
  } catch {
    return []
  }
}

/**
 * Marks a start with compiled code until this process exits. A process that died with it may have died of it: then the
 * next start removes the code.
 * @returns whether the code may be used
 */
export function markStart(file: string): boolean {
  const marker = `${file}.start`
  try {
    fs.writeFileSync(marker, String(process.pid), {flag: 'wx', mode: 0o600})
    process.on('exit', () => fs.rmSync(marker, {force: true}))
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST' || !hasDied(marker, file)
  }
}

function hasDied(marker: string, file: string): boolean {
  try {
    const pid = Number(fs.readFileSync(marker, 'utf8'))
    // One of this very id was the first process of another container.
    if (presenceOf({pid}, Date.now() - fs.statSync(marker).mtimeMs) === 'other') return false
    for (const place of [marker, file, `${file}.parts`]) fs.rmSync(place, {force: true})
    return true
  } catch {
    return false
  }
}
