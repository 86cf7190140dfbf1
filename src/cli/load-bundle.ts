import fs from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {Script} from 'node:vm'
import {codeCacheFile, isOfBundle, setCodeCache} from '../lib/config/code-cache.js'
import type {main} from './main.js'
import type {runUntrustedCommand} from './run-untrusted-command.js'

/** What scripts/bundle.js puts into the bundle. */
export interface Program {
  commands: Record<string, () => object>
  hooks: Record<string, () => object>
  main: typeof main
  runUntrustedCommand: typeof runUntrustedCommand
  pluginProcess: () => Promise<never>
  plugin: () => object
  index: () => object
  help: () => object
}

const bundle = path.join(__dirname, 'kling.cjs')

/** Code that others may have written is not run. */
function readOwn(file: string): Buffer | undefined {
  try {
    const {uid, mode} = fs.lstatSync(file)
    const isOurs = process.getuid === undefined || uid === process.getuid()
    return isOurs && (mode & 0o022) === 0 ? fs.readFileSync(file) : undefined
  } catch {
    return undefined
  }
}

/** Which part of the program a run uses: its words up to the first flag. */
function partOf(argv: string[]): string {
  const end = argv.findIndex(word => !/^[a-z][a-z-]*$/.test(word))
  const words = argv.slice(0, Math.min(end < 0 ? 3 : end, 3)).join(' ')
  return argv.includes('--help') ? `${words} --help` : words || (argv[0] ?? '')
}

/** Writes what V8 has now next to what it had; the list of parts says whether there is something new. */
function keep(script: Script, file: string, parts: string[]): void {
  try {
    const folder = path.dirname(file)
    fs.mkdirSync(folder, {recursive: true, mode: 0o700})
    for (const name of fs.readdirSync(folder))
      if (!isOfBundle(name)) fs.rmSync(path.join(folder, name), {force: true})
    for (const [target, data] of [
      [file, script.createCachedData()],
      [`${file}.parts`, JSON.stringify(parts)],
    ] as const) {
      const draft = `${target}.${process.pid}`
      fs.writeFileSync(draft, data, {mode: 0o600})
      fs.renameSync(draft, target)
    }
  } catch {
    // A place that cannot be written to: the next start is as slow as this one.
  }
}

function readParts(file: string): string[] {
  try {
    return JSON.parse(fs.readFileSync(`${file}.parts`, 'utf8')) as string[]
  } catch {
    return []
  }
}

function load(): Program {
  const require = createRequire(bundle)
  // Deno and Bun compile in their own ways.
  if (process.versions.deno || process.versions.bun) return require(bundle) as Program
  // A plugin's process cannot find the file by its environment, so it is passed in; and it may not write there.
  const told = process.env.KLING_CODE_CACHE
  delete process.env.KLING_CODE_CACHE
  const file = told ?? codeCacheFile(process.env)
  setCodeCache(file)
  const cachedData = readOwn(file)
  const source = fs.readFileSync(bundle, 'latin1')
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname, __import) {${source}\n})`,
    {filename: bundle, ...(cachedData && {cachedData})},
  )
  const module = {exports: {}}
  // A script that comes with its code has no import() of its own.
  script.runInThisContext()(module.exports, require, module, bundle, __dirname, (url: string) => import(url))
  if (told === undefined) {
    const part = partOf(process.argv.slice(2))
    const parts = cachedData && !script.cachedDataRejected ? readParts(file) : []
    if (!parts.includes(part)) process.on('exit', () => keep(script, file, [...parts, part]))
  }
  return module.exports as Program
}

export const program = load()
