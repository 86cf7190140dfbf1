// What the bundle changes in @oclif/core while it is built. Each change fails the build when it no longer applies;
// KLING_UNPATCHED=1 builds without them, and a test compares the output of both.
import {readFileSync} from 'node:fs'

/** tsc's form of an import in CommonJS: `const x_1 = require("y")`, and the same by hand. */
const imports = [
  /^(?:const|var) (\w+_\d+) = ((?:__importDefault\(|__importStar\()?require\("[^"]+"\)\)?);$/gm,
  /^const (\w+) = (require\('[^']+'\));$/gm,
]

/** Makes each import of a module one that happens when it is first used: most are not, in any one run. */
function lazy(source) {
  const names = []
  const declare = (_match, name, expression) => {
    names.push(name)
    return `let $$${name}; const ${name} = () => $$${name} ??= ${expression};`
  }
  let text = imports.reduce((result, pattern) => result.replace(pattern, declare), source)
  for (const name of names) {
    text = text
      .replace(new RegExp(`\\bnew ${name}\\b`, 'g'), `new (${name}())`)
      .replace(
        new RegExp(`(?<![\\w$.'"/-])${name}(?![\\w$'"/-])(?! = \\(\\) =>)(?!\\(\\)\\)\\.)`, 'g'),
        `${name}()`,
      )
  }
  return text
}

/** Changes of single files: what is replaced, by what, and why. */
const changes = [
  {
    // 47 files of semver, only to compare the version of Node. bin/run.js switches the warning off anyway.
    file: /lib[\\/]index\.js$/,
    from: /^checkNodeVersion\(\);$|^\(0, .*checkNodeVersion.*$/m,
    to: '',
  },
  {
    // ids are ASCII; String#localeCompare loads ICU's collator at its first call: 6 ms.
    file: /config[\\/]plugin\.js$/,
    from: /([\w.]+)\.localeCompare\(([\w.]+)\)/g,
    to: '($1 < $2 ? -1 : $1 > $2 ? 1 : 0)',
  },
]

/**
 * Packages that something smaller stands in for. `debug` lists the whole environment when it is loaded, 1.4 ms, and
 * bin/run.js takes DEBUG away; `wsl-utils` looks into /proc for what one variable says, 1.5 ms. `ejs` makes a program
 * of each text of the help, of which most only have `<%= config.bin %>` in them: 9 ms; the others go to itself.
 */
const standIns = {
  debug: `const log = () => Object.assign(() => {}, {enabled: false, extend: log})
    module.exports = Object.assign(log, {default: log, enable() {}, disable: () => '', enabled: () => false})`,
  'wsl-utils': `export const isWsl = process.platform === 'linux' && Boolean(process.env.WSL_DISTRO_NAME)
    export const powerShellPath = async () => 'powershell.exe'`,
  ejs: `let real
    const field = /<%= ?(\\w+(?:\\.\\w+)*) ?%>/g
    const get = (context, path) => path.split('.').reduce((value, name) => value?.[name], context)
    const isPlain = value => typeof value === 'string' && !/[&<>'"]/.test(value)
    const render = (text, context) => {
      const fields = [...text.matchAll(field)].map(([, path]) => get(context, path))
      return /<%|%>/.test(text.replace(field, '')) || !fields.every(isPlain)
        ? (real ??= require('ejs')).render(text, context)
        : text.replace(field, () => fields.shift())
    }
    module.exports = {render, default: {render}}`,
}

/** An esbuild plugin that applies them. */
export const lazyOclif = {
  name: 'lazy-oclif',
  setup(build) {
    const open = new Set(changes)
    let lazied = 0
    const unused = new Set(Object.keys(standIns))
    build.onResolve({filter: /^(?:debug|wsl-utils|ejs)$/}, ({path, namespace}) => {
      if (namespace === 'stand-in') return undefined
      unused.delete(path)
      return {path, namespace: 'stand-in'}
    })
    build.onLoad({filter: /.*/, namespace: 'stand-in'}, ({path}) => ({
      contents: standIns[path],
      loader: 'js',
      resolveDir: import.meta.dirname,
    }))
    build.onLoad({filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/}, ({path}) => {
      const source = readFileSync(path, 'utf8')
      let contents = lazy(source)
      if (contents !== source) lazied++
      for (const change of changes) {
        if (!change.file.test(path) || !change.from.test(contents)) continue
        change.from.lastIndex = 0
        contents = contents.replace(change.from, change.to)
        open.delete(change)
      }
      return {contents, loader: 'js'}
    })
    build.onEnd(() => {
      if (open.size > 0)
        throw new Error(`no longer applies to @oclif/core: ${[...open].map(({from}) => from)}`)
      if (unused.size > 0) throw new Error(`nothing imports ${[...unused]} anymore`)
      if (lazied < 20) throw new Error(`only ${lazied} files of @oclif/core have imports to make lazy`)
    })
  },
}
