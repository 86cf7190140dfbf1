import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** A plugin as a test writes it: no build, the files that a package would hold. */
export interface PluginFiles {
  name?: string
  version?: string
  /** Fields of `kling.permissions`. */
  permissions?: Record<string, unknown>
  /** Command id → the body of its `run`, with `kling-cli/plugin` available as `kling`. */
  commands?: Record<string, string>
  /** Hook → module text. */
  hooks?: Record<string, string>
  /** More fields of package.json. */
  package?: Record<string, unknown>
  /** Other files. */
  files?: Record<string, string>
}

const commandText = (body: string): string => `
import * as kling from 'kling-cli/plugin'
export default class extends kling.BaseCommand {
  static summary = 'a command of a test'
  static strict = false
  async run() {
    ${body}
  }
}
`

/** Writes a plugin into a folder. @returns the folder */
export function writePlugin(folder: string, plugin: PluginFiles): string {
  const {
    name = 'kling-plugin-odd',
    version = '1.0.0',
    permissions,
    commands = {},
    hooks = {},
    files = {},
  } = plugin
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  const hookFiles = Object.keys(hooks).map(hook => [hook, `./hooks/${hook.replaceAll(':', '-')}.js`] as const)
  write(
    'package.json',
    JSON.stringify({
      name,
      version,
      type: 'module',
      oclif: {commands: './commands', hooks: Object.fromEntries(hookFiles)},
      ...(permissions && {kling: {permissions}}),
      ...plugin.package,
    }),
  )
  for (const [id, body] of Object.entries(commands))
    write(`commands/${id.replaceAll(':', '/')}.js`, commandText(body))
  for (const [hook, file] of hookFiles) write(file, hooks[hook]!)
  for (const [path, text] of Object.entries(files)) write(path, text)
  return folder
}

/** Text of code that tries each expression and tells its result or the code of its error; `ended` waits for an emitter. */
export function tries(expressions: Record<string, string>): string {
  const lines = Object.entries(expressions).map(
    ([
      name,
      code,
    ]) => `try { tried[${JSON.stringify(name)}] = {is: (await (async () => (${code}))()) ?? null} }
    catch (error) { tried[${JSON.stringify(name)}] = {code: error.code ?? error.name, message: String(error.message)} }`,
  )
  // Resolves when a socket or process has ended, and rejects with what went wrong, wherever it is thrown.
  const ended = `const ended = make => new Promise((resolve, reject) => {
    process.once('uncaughtException', reject)
    make().then(it => { it.on('error', reject); it.on('close', () => resolve('closed')) }, reject)
  })`
  return `const tried = {}\n${ended}\n${lines.join('\n')}\nreturn {tried: JSON.parse(JSON.stringify(tried))}`
}
