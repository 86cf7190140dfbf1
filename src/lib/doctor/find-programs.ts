import type {Stats} from 'node:fs'
import {access, constants, open, readFile, realpath, stat} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {readAt} from '../fs/read-at.js'
import {pathFolders} from '../fs/find-program.js'
import type {DoctorContext} from './context.js'

/** A program of a name that a shell would find. */
export interface FoundProgram {
  /** As PATH leads to it. */
  path: string
  /** The running program itself, another copy of it, or something of others. */
  is: 'this' | 'copy' | 'other'
  /** The package that it belongs to, when that can be determined. */
  name?: string | undefined
  version?: string | undefined
}

/** What npm and pnpm write on Windows, and pnpm elsewhere, leads to the program by a path in its text. */
const shimPath =
  /["'\s]?(?:\$basedir|%~?dp0%?)[\\/]*([^"'\n]*?node_modules[\\/]+(?:@[\w.-]+[\\/]+)?[\w.-]+)[\\/]/
const shimBytes = 4096

/** All programs of a name, in the order in which a shell looks for them; one that is there by several links once. */
export async function findPrograms(name: string, at: DoctorContext): Promise<FoundProgram[]> {
  const endings = at.platform === 'win32' ? ['.cmd', '.exe', '.bat', '.ps1', ''] : ['']
  const found: FoundProgram[] = []
  const seen = new Set<string>()
  for (const folder of pathFolders(at)) {
    for (const ending of endings) {
      const path = join(folder, name + ending)
      if (!(await isProgram(path))) continue
      const real = await realpath(path)
      // A shell takes one of a folder.
      if (!seen.has(real)) found.push({path, ...(await identify(real, at))})
      seen.add(real)
      break
    }
  }
  return found
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

async function identify(real: string, at: DoctorContext): Promise<Omit<FoundProgram, 'path'>> {
  if (at.program.isSingleFile && (await isSame(real, at.program.execPath))) return {is: 'this'}
  const root = (await packageOfScript(real)) ?? (await packageOfShim(real))
  if (root === undefined) return {is: 'other'}
  const {name, version} = (await readPackage(root))!
  if (name !== 'kling-cli') return {is: 'other', name, version}
  return {is: (await isSame(root, at.program.root)) ? 'this' : 'copy', name, version}
}

async function isSame(one: string, other: string): Promise<boolean> {
  const statOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined)
  const [a, b] = await Promise.all([statOf(one), statOf(other)])
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

/** The folder of the package that names a file as one of its programs. */
async function packageOfScript(file: string): Promise<string | undefined> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const found = await readPackage(folder)
    if (!found) continue
    const programs = typeof found.bin === 'string' ? [found.bin] : Object.values(found.bin ?? {})
    return programs.some(path => resolve(folder, String(path)) === file) ? folder : undefined
  }
  return undefined
}

async function packageOfShim(file: string): Promise<string | undefined> {
  const handle = await open(file)
  try {
    const path = shimPath.exec((await readAt(handle)(0, shimBytes)).toString('latin1'))?.[1]
    const root = path && resolve(dirname(file), path.replaceAll('\\', '/'))
    return root && (await readPackage(root)) ? root : undefined
  } finally {
    await handle.close()
  }
}

interface Package {
  name: string
  version?: string
  bin?: string | Record<string, unknown>
}

async function readPackage(folder: string): Promise<Package | undefined> {
  try {
    const found = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package | null
    return typeof found?.name === 'string' ? found : undefined
  } catch {
    return undefined
  }
}
