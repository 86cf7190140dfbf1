// `npm run build:binary` writes build/kling: the program, the plugins voice and sandbox, and Bun, which runs them, in
// one file for this platform. Bun serves what is in it as a folder in memory, and there all is as in a checkout:
// package.json, manifests and data are read as from disk. Only what is loaded by its path is found in a table of modules.
// `npm run build:binary -- PATH` takes a user's own Bun.
import {build} from 'esbuild'
import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'
import {lazyOclif} from './lazy-oclif.js'
import {bundleOptions, modulesIn, neverLoaded, root} from './program-modules.js'
import {indent, packagesOf, thirdParty} from './third-party.js'

const stage = join(root, 'build/stage')
const files = join(stage, 'files')
const code = join(stage, 'code')
const binary = join(root, 'build', process.platform === 'win32' ? 'kling.exe' : 'kling')

/** The exit code that says there is no Bun here: sysexits.h calls it EX_UNAVAILABLE. */
const withoutBun = 69

const sandbox = 'node_modules/@kling-cli/plugin-sandbox'
const voice = 'node_modules/@kling-cli/plugin-voice'
const fonts = 'node_modules/@fontsource-variable/noto-sans-sc'
const canvas = 'node_modules/@napi-rs/canvas'
const worker = `${sandbox}/dist/render/render-worker.js`

/** Of a package: what npm would publish, from which code is taken away below. */
const published = folder => {
  const {files} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return ['package.json', ...files].map(name => join(folder, name))
}

/** What is read as a file: nothing has to be named here that is added to dist/. */
const data = [
  ...['.', sandbox, voice].flatMap(published),
  'plugins/package.json',
  ...['package.json', 'unicode.json', 'files'].map(name => join(fonts, name)),
]

/** Declarations, man pages, and code, which is in the bundles; oclif looks for hooks and the help before it loads them. */
const isNeverRead = [
  /\.d\.ts$/,
  /^(?:bin|dist\/(?:lib|man|commands))(?:\/|$)/,
  /^dist\/(?!help\.)[^/]+\.cjs$/,
  /^node_modules\/@(?:kling-cli|oclif)\/.*\/(?:dist|lib)\/(?!hooks(?:\/|$))/,
]
const isRead = path => {
  const name = relative(root, path).split(sep).join('/')
  return !isNeverRead.some(pattern => pattern.test(name))
}

/** The face of the program for plugins, which share it with the program. */
const face = 'dist/lib/plugin.js'

const commandFiles = folder => {
  const {commands} = JSON.parse(readFileSync(join(root, folder, 'oclif.manifest.json'), 'utf8'))
  return Object.values(commands).map(({relativePath}) => [folder, ...relativePath].join('/'))
}

/** What is loaded by its path, and the source of each. */
const ofProgram = {
  ...Object.fromEntries(
    ['commands', 'hooks'].flatMap(folder =>
      modulesIn(`src/${folder}`).map(name => [`dist/${folder}/${name}.cjs`, `./src/${folder}/${name}.ts`]),
    ),
  ),
  'dist/help.cjs': './src/lib/command/help.ts',
  [face]: './src/lib/plugin.ts',
}
const ofPlugins = [
  ...[sandbox, voice].flatMap(commandFiles),
  ...['hooks/region', 'hooks/credentials', 'validators', 'renderer/renderer-process'].map(
    name => `${sandbox}/dist/${name}.js`,
  ),
]

const table = (modules, load) =>
  Object.entries(modules)
    .map(([path, source]) => `${JSON.stringify(path)}: () => ${load}(${JSON.stringify(source)}),`)
    .join('\n  ')

/** The plugins are a file of their own, read when one of them is used: most starts do without. */
const program = `
const plugins = path => require(__root + 'plugins.js')[path]()
require('./src/cli/single-executable.ts').startSingleExecutable({
  ${table(ofProgram, 'require')}
  ${table(Object.fromEntries(ofPlugins.map(path => [path, path])), 'plugins')}
})
`
const plugins = `module.exports = {
  ${table(Object.fromEntries(ofPlugins.map(path => [path, `./${path}`])), 'require')}
}`

/** What stands before each bundle: where its modules are, and what finds others by their path. */
const head = depth => `"use strict";
const __root = Bun.main.replace(/\\\\/g, '/').split('/').slice(0, -${depth}).join('/') + '/';
const __urlOf = path => (__root[0] === '/' ? 'file://' : 'file:///') + __root + path;
const __url = __urlOf('dist/kling.cjs');
const __load = where => globalThis[Symbol.for('kling-cli.modules')](where);
const __import = async where => __load(where) ?? import(where);
`

/** What plugins import as `kling-cli/plugin`. */
const sharedFace = {
  name: 'shared-face',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^kling-cli\/plugin$/}, () => ({path: face, namespace: 'shared'}))
    onLoad({filter: /.*/, namespace: 'shared'}, () => ({
      contents: `module.exports = __load(__root + '${face}')`,
    }))
  },
}

/** What Bun has built in, and faster: the help is made of these. */
const builtIn = {
  'string-width': 'Bun.stringWidth',
  'strip-ansi': 'Bun.stripANSI',
  'wrap-ansi': 'Bun.wrapAnsi',
}

const bunsOwn = {
  name: 'buns-own',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(?:string-width|strip-ansi|wrap-ansi)$/}, ({path}) => ({path, namespace: 'bun'}))
    onLoad({filter: /.*/, namespace: 'bun'}, ({path}) => ({contents: `module.exports = ${builtIn[path]}`}))
  },
}

/** Modules of plugins are where a checkout has them. */
const ownPlaces = {
  name: 'own-places',
  setup({onLoad}) {
    onLoad({filter: /[\\/]plugins[\\/](?:sandbox|voice)[\\/]dist[\\/].*\.js$/}, ({path}) => {
      const [, plugin, file] = /plugins[\\/](sandbox|voice)[\\/](dist[\\/].*)$/.exec(path)
      const place = JSON.stringify(`node_modules/@kling-cli/plugin-${plugin}/${file.split(sep).join('/')}`)
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', `__urlOf(${place})`)
      return {contents, loader: 'js'}
    })
  },
}

const metafiles = []

/** Its worker takes a `self` for a browser's, and never gets a message: under Bun, Node's workers have one as well. */
const soundWorker = {
  name: 'sound-worker',
  setup({onLoad}) {
    onLoad({filter: /aac-encoder[\\/]dist[\\/].*\.m?js$/}, ({path}) => {
      const source = readFileSync(path, 'utf8')
      const contents = source.replace('typeof self=="undefined"&&(H=', '(H=')
      if (contents === source) throw new Error(`${path} no longer loads its messages in the expected way`)
      return {contents, loader: 'js'}
    })
  },
}

/** Bundles code into one file. Each of the changes must apply. */
async function bundle(file, contents, changes) {
  const {outputFiles, metafile} = await build({
    ...bundleOptions,
    stdin: {contents, resolveDir: root, sourcefile: 'entry.js'},
    format: 'cjs',
    write: false,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // There are no sources that oclif could run instead, nor what it would compile them with.
    define: {'import.meta.url': '__url', 'process.env.NODE_ENV': '"production"'},
    external: [...neverLoaded, '*.node', '@napi-rs/canvas-*'],
    plugins: [ownPlaces, sharedFace, bunsOwn, soundWorker, ...(file === 'kling.js' ? [lazyOclif] : [])],
  })
  metafiles.push(metafile)
  const text = changes.reduce((result, [from, to]) => {
    if (result.search(from) < 0) throw new Error(`${file} no longer contains ${from}`)
    return result.replace(from, to)
  }, outputFiles[0].text)
  mkdirSync(dirname(join(code, file)), {recursive: true})
  writeFileSync(join(code, file), head(file.split('/').length) + text)
}

/**
 * Bun itself: the one that is named, that in the package for this platform, or that in the package `bun`, whose
 * install script moves it there.
 */
function findBun(named) {
  if (named) return resolve(named)
  const {platform, arch} = process
  const system = platform === 'win32' ? 'windows' : platform
  const cpu = arch === 'arm64' ? 'aarch64' : arch
  const suffix = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime ? '-musl' : ''
  const program = `@oven/bun-${system}-${cpu}${suffix}/bin/bun${platform === 'win32' ? '.exe' : ''}`
  const paths = [program, 'bun/bin/bun.exe'].map(path => join(root, 'node_modules', path))
  // Before the script ran, a few lines of text stand in its place.
  const found = paths.find(path => (statSync(path, {throwIfNoEntry: false})?.size ?? 0) > 1e6)
  if (found) return found
  console.error(`${program} is not installed. Run npm ci on a platform that Bun supports.`)
  process.exit(withoutBun)
}

const bun = findBun(process.argv[2])
rmSync(stage, {recursive: true, force: true})
for (const path of data)
  cpSync(join(root, path), join(files, path), {recursive: true, dereference: true, filter: isRead})
await bundle('kling.js', program, [
  [/(?<![\w$.])import\(/g, '__import('],
  // By these oclif loads commands, hooks and the help.
  [/:require\((filePath\d*)\)/g, ':__load($1)'],
  [/node-\$\{process\.version\}/g, 'bun-${process.versions.bun}'],
])
await bundle('plugins.js', plugins, [[/(?<![\w$.])import\(/g, '__import(']])
await bundle(worker, `require('./${worker}')`, [
  [/\(0,\w+\.createRequire\)\(__urlOf\("[^"]+"\)\)\.resolve\(PACKAGE\)/, `__root+'node_modules/'+PACKAGE`],
])

const named = name => readFileSync(join(root, 'scripts/licenses', name), 'utf8').trim()
const bunVersion = spawnSync(bun, ['--version'], {encoding: 'utf8'}).stdout.trim()
const notices = [
  named('bun.md').replaceAll('{version}', bunVersion),
  readFileSync(join(root, sandbox, 'NOTICE.md'), 'utf8')
    .trim()
    .replace(/^# /, '## '),
  ...['LGPL-2', 'LGPL-2.1'].map(name => `## ${name}\n\n${indent(named(`${name}.txt`))}`),
]
const page = thirdParty([...packagesOf(metafiles), fonts, canvas], `\n${notices.join('\n\n')}\n`)
writeFileSync(join(files, 'dist/THIRD-PARTY.md'), page)
writeFileSync(join(root, 'build/THIRD-PARTY.md'), page)

const {status, error} = spawnSync(
  bun,
  [
    'build',
    '--compile',
    '--bytecode',
    // Code that runs for some milliseconds is not worth compiling: src/cli/single-executable.ts says when it is.
    '--compile-jit-policy=100',
    '--format=cjs',
    '--minify-syntax',
    '--minify-whitespace',
    // What is in the folder where kling is run is not for it: keys in an .env file, for one.
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    ...neverLoaded.flatMap(name => ['--external', name]),
    '--root',
    code,
    join(code, 'kling.js'),
    join(code, 'plugins.js'),
    join(code, worker),
    ...readdirSync(files).flatMap(name => ['--asset', name]),
    '--outfile',
    binary,
  ],
  {cwd: files, stdio: 'inherit'},
)
if (error) throw error
if (status !== 0) process.exit(status ?? 1)
rmSync(stage, {recursive: true})
