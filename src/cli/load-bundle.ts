import fs from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {Script} from 'node:vm'
import {codeCacheFile, setCodeCache} from '../lib/config/code-cache.js'
import {markStart, readCodeCache, readParts, writeCodeCache} from './code-cache-file.js'
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

/** Which part of the program a run uses: its words up to the first flag. */
function partOf(argv: string[]): string {
  const end = argv.findIndex(word => !/^[a-z][a-z-]*$/.test(word))
  const words = argv.slice(0, Math.min(end < 0 ? 3 : end, 3)).join(' ')
  return argv.includes('--help') ? `${words} --help` : words || (argv[0] ?? '')
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
  // A plugin's process may not write a mark, and runs what the program has begun with.
  const cachedData = told !== undefined || markStart(file) ? readCodeCache(file) : undefined
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
    if (!parts.includes(part))
      process.on('exit', () => writeCodeCache(file, script.createCachedData(), [...parts, part]))
  }
  return module.exports as Program
}

export const program = load()
