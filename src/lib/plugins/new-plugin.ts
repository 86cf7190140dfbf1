import {readFile, readdir, writeFile} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {KlingError, systemCode} from '../errors/kling-error.js'
import {requireArgument} from '../errors/require-argument.js'
import {makeFolders} from '../fs/make-folders.js'
import {msg, t} from '../i18n/translate.js'

export interface NewPluginOptions {
  /** Word of its topic: `storm` becomes `kling-plugin-storm`. */
  name: string
  folder: string
  /** Folder of the template. */
  template: string
  /** Version of the program that it is for. */
  version: string
  /** Folder of the program. */
  root: string
}

const prefix = 'kling-plugin-'

/**
 * The word of a plugin's topic, from a name that was given with or without `kling-plugin-`.
 * @param taken first words of the commands that are there already
 * @throws KlingError `missing_name`, `invalid_name`
 */
export function pluginWord(text: string | undefined, taken: ReadonlySet<string>): string {
  const name = requireArgument(text, {
    code: 'missing_name',
    name: msg`name`,
    example: 'kling plugins new turntable',
  })
  const word = name.startsWith(prefix) ? name.slice(prefix.length) : name
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(word) || word.length > 40) {
    throw new KlingError('invalid_name', t`${name} is not a valid plugin name.`, {
      hint: t`Use up to 40 lower-case letters, digits and single hyphens, starting with a letter; the name is the first word of its commands.`,
    })
  }
  if (taken.has(word)) {
    throw new KlingError('invalid_name', t`kling ${word} already exists.`, {
      hint: t`Choose another name; it is the first word of the plugin's commands.`,
    })
  }
  return word
}

/**
 * Writes a plugin that works: a command, its test, what it asks for. In the template `__name__`, `__Name__` (for
 * classes), `__version__`, `__kling__` and `__sandbox__` (for where npm finds these) stand for what is put there, also in
 * names of files.
 * @returns the files, relative to the folder
 * @throws KlingError `output_exists`, `write_error`
 */
export async function writeNewPlugin(options: NewPluginOptions): Promise<string[]> {
  const {name, folder, template, version} = options
  const className = name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase())
  const values = Object.entries({name, Name: className, version, ...packagesFor(options)})
  const fill = (text: string): string =>
    values.reduce((filled, [key, value]) => filled.replaceAll(`__${key}__`, value), text)
  const entries = await readdir(template, {recursive: true, withFileTypes: true})
  const sources = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  try {
    await makeFolders(folder)
    if ((await readdir(folder)).length > 0) throw exists(folder)
    const files = sources.map(source => {
      const path = fill(source.slice(template.length + 1))
      // npm leaves a .gitignore out of packages, and so out of the program's own.
      return {source, path: path === 'gitignore' ? '.gitignore' : path}
    })
    for (const {source, path} of files) {
      await makeFolders(dirname(join(folder, path)))
      await writeFile(join(folder, path), fill(await readFile(source, 'utf8')), {flag: 'wx'})
    }
    return files.map(({path}) => path.replaceAll('\\', '/')).sort()
  } catch (error) {
    const code = systemCode(error)
    if (code === undefined || error instanceof KlingError) throw error
    if (code === 'EEXIST' || code === 'ENOTDIR') throw exists(folder)
    throw new KlingError('write_error', t`Cannot write ${folder} (${code}).`, {
      hint: t`Choose another folder with --folder.`,
      cause: error,
    })
  }
}

/** Where npm finds the program and its sandbox: in a checkout these are folders, and need not be published. */
function packagesFor({root, version}: NewPluginOptions): {kling: string; sandbox: string} {
  const sandbox = join(root, 'plugins/sandbox')
  if (!existsSync(join(root, 'src')) || !existsSync(sandbox))
    return {kling: `^${version}`, sandbox: `^${version}`}
  const inJson = (path: string): string => JSON.stringify(`file:${path.replaceAll('\\', '/')}`).slice(1, -1)
  return {kling: inJson(root), sandbox: inJson(sandbox)}
}

function exists(folder: string): KlingError {
  return new KlingError('output_exists', t`${folder} already exists and is not empty.`, {
    hint: t`Choose another folder with --folder.`,
  })
}
