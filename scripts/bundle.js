// Bundles the program into dist/kling.cjs, which dist/load-bundle.cjs loads with V8's compiled code, and writes what oclif
// and plugins look for: a stub for each command and hook, and the faces of the public modules.
// A folder on the command line stands in for dist/.
import {build as esbuild} from 'esbuild'
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join, relative, resolve} from 'node:path'
import {lazyOclif} from './lazy-oclif.js'
import {bundleOptions, modulesIn, neverLoaded, root} from './program-modules.js'
import {packagesOf, thirdParty} from './third-party.js'

const dist = resolve(root, process.argv[2] ?? 'dist')
const commands = modulesIn('src/commands')
const hooks = modulesIn('src/hooks')

const metafiles = []
async function build(options) {
  const {metafile} = await esbuild({metafile: true, ...options})
  metafiles.push(metafile)
}

const table = (folder, names) =>
  `{${names.map(name => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${folder}/${name}.ts`)})`).join(', ')}}`

const entry = `
exports.commands = ${table('src/commands', commands)}
exports.hooks = ${table('src/hooks', hooks)}
exports.main = (...args) => require('./src/cli/main.ts').main(...args)
exports.runUntrustedCommand = (...args) => require('./src/cli/run-untrusted-command.ts').runUntrustedCommand(...args)
exports.pluginProcess = () => require('./src/cli/plugin-process.ts').pluginProcess()
exports.plugin = () => require('./src/lib/plugin.ts')
exports.index = () => require('./src/lib/index.ts')
exports.help = () => require('./src/lib/command/help.ts')
`

/** `import()` of files outside of the bundle goes through the one that load-bundle.cjs brings. */
const ownImport = {
  name: 'own-import',
  setup({onEnd}) {
    onEnd(({outputFiles}) => {
      const [file] = outputFiles
      const text = file.text
        .replace(/(?<![\w$.])import\(/g, '__import(')
        // What esbuild leaves are regular expressions. load-bundle.cjs reads the file as Latin-1, which is faster.

        .replace(/[^\0-\x7f]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      const head = `var __import = __import ?? (url => import(url));\nconst __url = require('node:url').pathToFileURL(__filename).href;\n`
      mkdirSync(dist, {recursive: true})
      writeFileSync(join(dist, 'kling.cjs'), `"use strict";\n${head}${text}`)
    })
  },
}

await build({
  ...bundleOptions,
  stdin: {contents: entry, resolveDir: root, sourcefile: 'program.js'},
  outfile: join(dist, 'kling.cjs'),
  format: 'cjs',
  write: false,
  minifySyntax: true,
  minifyWhitespace: true,
  define: {'import.meta.url': '__url'},
  external: neverLoaded,
  plugins: [...(process.env.KLING_UNPATCHED ? [] : [lazyOclif]), ownImport],
})

const hash = createHash('sha256')
  .update(readFileSync(join(dist, 'kling.cjs')))
  .digest('hex')
  .slice(0, 16)
// What runs before the bundle is loaded, or instead of it.
for (const name of ['load-bundle', 'launcher', 'start-untrusted-command', 'completion']) {
  await build({
    ...bundleOptions,
    entryPoints: [`src/cli/${name}.ts`],
    outfile: join(dist, `${name}.cjs`),
    format: 'cjs',
    minifySyntax: true,
    external: ['./load-bundle.cjs', './start-untrusted-command.cjs'],
    define: {'import.meta.url': '__url', BUNDLE_HASH: JSON.stringify(hash)},
    banner: {js: `const __url = require('node:url').pathToFileURL(__filename).href;`},
  })
}
await build({
  ...bundleOptions,
  entryPoints: ['src/lib/testing.ts'],
  outfile: join(dist, 'lib/testing.js'),
  format: 'esm',
})

// The page of `kling gallery`, for browsers.
await build({
  absWorkingDir: root,
  entryPoints: ['page.ts', 'page.css', 'index.html', 'icon.svg'].map(name => `src/gallery-page/${name}`),
  outdir: join(dist, 'gallery'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  loader: {'.html': 'copy', '.svg': 'copy'},
  logLevel: 'warning',
})

function write(name, text) {
  const path = join(dist, name)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
}

/** Where load-bundle.cjs is, as seen from a file in dist. */
const loaderFrom = name => `${relative(dirname(name), '.') || '.'}/load-bundle.cjs`

for (const [folder, names] of Object.entries({commands, hooks})) {
  for (const name of names) {
    const file = `${folder}/${name}.cjs`
    write(file, `module.exports = require('${loaderFrom(file)}').program.${folder}['${name}']()\n`)
  }
}
write('THIRD-PARTY.md', thirdParty(packagesOf(metafiles)))
write('help.cjs', `module.exports = require('./load-bundle.cjs').program.help()\n`)
write('plugin-process.cjs', `require('./load-bundle.cjs').program.pluginProcess()\n`)

// The faces: the very modules that the running program uses, for those who import them.
process.env.KLING_CODE_CACHE = 'none'
const {program} = createRequire(import.meta.url)(join(dist, 'load-bundle.cjs'))
for (const name of ['plugin', 'index']) {
  const names = Object.keys(program[name]())
  write(
    `lib/${name}.js`,
    `import loader from '../load-bundle.cjs'\nexport const {${names.join(', ')}} = loader.program.${name}()\n`,
  )
}
