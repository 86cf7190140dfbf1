import {expect} from 'chai'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {walk} from '../../../src/lib/fs/walk.js'
import {secretKey} from '../../support/fixture.js'
import {expectError, expectSuccess} from '../../support/outcome.js'
import {tries} from '../../support/plugin-folder.js'
import {pack} from '../../support/registry.js'
import {program} from '../../support/run-kling.js'
import {cages, describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'

const programRoot = realpathSync(join(dirname(program), '..'))

describe('files that a third-party plugin is after', () => {
  const {fixture, own, kling, link, plugin, tried} = useHostileFixture()

  describeCages(cage => {
    it('reads and writes nothing beyond its grant', async () => {
      await kling(['config', 'set', 'kling_secret_key', secretKey])
      mkdirSync(own('data/journal'), {recursive: true})
      writeFileSync(own('data/journal/2026-01.jsonl'), '')
      fixture.write('mine.txt', 'mine')
      const fs = `(await import('node:fs'))`
      const at = (path: string): string => JSON.stringify(path)
      await link({
        permissions: {read: ['$DATA'], write: ['$DATA']},
        commands: {
          'odd:try': tries({
            passwd: `${fs}.readFileSync('/etc/passwd', 'utf8')`,
            config: `${fs}.readFileSync(${at(own('config/config.json'))}, 'utf8')`,
            configs: `${fs}.readdirSync(${at(own('config'))})`,
            journal: `${fs}.readFileSync(${at(own('data/journal/2026-01.jsonl'))}, 'utf8')`,
            index: `${fs}.readFileSync(${at(own('data/plugins/index.json'))}, 'utf8')`,
            environ: `${fs}.readFileSync('/proc/' + process.ppid + '/environ', 'utf8')`,
            ownEnviron: `${fs}.readFileSync('/proc/self/environ', 'utf8')`,
            cwd: `${fs}.readFileSync('mine.txt', 'utf8')`,
            up: `${fs}.readFileSync(${at(own('data/plugins/data/kling-plugin-odd/../../index.json'))}, 'utf8')`,
            write: `${fs}.writeFileSync(${at(own('outside'))}, 'x')`,
            writeCwd: `${fs}.writeFileSync('other.txt', 'x')`,
            writeOwnCode: `${fs}.writeFileSync(new URL('../x.js', import.meta.url), 'x')`,
            remove: `${fs}.rmSync('mine.txt')`,
            link: `${fs}.symlinkSync('/etc', ${at(own('data/plugins/data/kling-plugin-odd/etc'))})`,
            hardLink: `${fs}.linkSync('/etc/passwd', ${at(own('data/plugins/data/kling-plugin-odd/p'))})`,
            blob: `(await ${fs}.openAsBlob('/etc/passwd')).size`,
            envFile: `process.loadEnvFile(${at(own('config/config.json'))})`,
            report: `process.report.writeReport(${at(own('outside'))})`,
            heap: `(await import('node:v8')).writeHeapSnapshot(${at(own('outside'))})`,
            sqlite: `new (await import('node:sqlite')).DatabaseSync(${at(own('outside'))}).exec('create table t (a)')`,
            import: `await import('/etc/passwd')`,
            require: `(await import('node:module')).createRequire('/')('/etc/passwd')`,
          }),
        },
      })
      const result = await tried(cage)
      expectAllDenied(result, [
        'ERR_ACCESS_DENIED',
        'plugin_denied',
        'ERR_UNKNOWN_BUILTIN_MODULE',
        'ERR_MODULE_NOT_FOUND',
        'MODULE_NOT_FOUND',
        'TypeError',
      ])
      expect(existsSync(own('outside'))).to.equal(false)
      expect(fixture.read('mine.txt').toString()).to.equal('mine')
    })

    it('copies no links with cp, and so makes no way to the program', async () => {
      await link({
        permissions: {write: ['$DATA'], read: ['$DATA']},
        commands: {
          'odd:try': `
            const fs = await import('node:fs')
            const {fileURLToPath} = await import('node:url')
            const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
            const to = name => this.config.dataDir + '/' + name
            const options = {recursive: true, verbatimSymlinks: true}
            const required = (await import('node:module')).createRequire(import.meta.url)
            ${tries({
              cpSync: `fs.cpSync(modules, to('a'), options)`,
              cp: `await new Promise((resolve, reject) => fs.cp(modules, to('b'), options, error => error ? reject(error) : resolve()))`,
              promises: `await fs.promises.cp(modules, to('c'), options)`,
              fsPromises: `await (await import('node:fs/promises')).cp(modules, to('d'), options)`,
              default: `(await import('node:fs')).default.cpSync(modules, to('e'), options)`,
              required: `required('fs').cpSync(modules, to('f'), options)`,
              requiredPromises: `await required('fs/promises').cp(modules, to('g'), options)`,
              getBuiltin: `process.getBuiltinModule('fs').cpSync(modules, to('h'), options)`,
              symlink: `fs.symlinkSync(modules + '/kling-cli', to('i'))`,
              rename: `fs.renameSync(modules + '/kling-cli', to('j'))`,
              hardLink: `fs.linkSync(modules + '/kling-cli/package.json', to('k'))`,
              deleteAndSet: `delete fs.default.cpSync || Object.defineProperty(fs.default, 'cpSync', {value: 1})`,
            })}`,
        },
      })
      const {deleteAndSet, ...result} = await tried(cage)
      expectAllDenied(result, ['plugin_denied', 'ERR_ACCESS_DENIED', 'ERR_INVALID_ARG_TYPE', 'TypeError'])
      expect(deleteAndSet!.code).to.equal('TypeError')
      const data = own('data/plugins/data/kling-plugin-odd')
      expect([...walk(data)].filter(({entry}) => entry.isSymbolicLink())).to.deep.equal([])
    })

    it('leaves nothing in the current folder: no report, no snapshot, no trace, no cache', async () => {
      const v8 = `(await import('node:v8'))`
      await link({
        commands: {
          'odd:try': `
            ${tries({
              report: `process.report.writeReport()`,
              reportFile: `process.report.writeReport('report.json')`,
              reportOnFatal: `(process.report.reportOnFatalError = true, process.report.directory = '.')`,
              reportBack: `Object.defineProperty(process, 'report', {value: {}})`,
              heap: `${v8}.writeHeapSnapshot()`,
              heapNear: `${v8}.setHeapSnapshotNearHeapLimit(1)`,
              heapFlags: `${v8}.setFlagsFromString('--heap-snapshot-on-oom')`,
              v8Flags: `${v8}.default.setFlagsFromString('--prof')`,
              coverage: `${v8}.takeCoverage()`,
              trace: `(await import('node:trace_events')).createTracing({categories: ['node']}).enable()`,
              traceRequired: `(await import('node:module')).createRequire('/')('trace_events').createTracing({categories: ['node']}).enable()`,
              compileCache: `(await import('node:module')).enableCompileCache('cache')`,
              priority: `(await import('node:os')).setPriority(process.ppid, 19)`,
              ownPriority: `(await import('node:os')).setPriority(-20)`,
              openssl: `(await import('node:crypto')).setEngine('/tmp/x.so')`,
              chdir: `process.chdir('/tmp')`,
              execve: `process.execve('/bin/sh', ['sh', '-c', 'id'], {})`,
            })}`,
        },
      })
      const {reportBack, ...result} = await tried(cage)
      expectAllDenied(result, ['plugin_denied', 'ERR_ACCESS_DENIED', 'TypeError'])
      expect(reportBack!.code).to.equal('TypeError')
      expect(readdirSync(fixture.home.folder)).to.deep.equal([])
    })
  })

  it('gets nothing in its folder that leads to the program, however it was installed', async () => {
    mkdirSync(own('packed'))
    const tarball = await pack(plugin({commands: {'odd:try': 'return {}'}}), own('packed'))
    const {root} = expectSuccess(await kling(['plugins', 'install', tarball, '--yes']))
    const installed = join(root as string, '../..')
    // What an older version of the program has left there.
    const place = join(installed, 'node_modules/kling-cli')
    rmSync(place, {recursive: true})
    symlinkSync(programRoot, place)
    expectSuccess(await kling(['odd', 'try']))
    const links = [...walk(installed)].filter(({entry}) => entry.isSymbolicLink())
    expect(links.map(({path}) => path)).to.deep.equal([])
    const linked = own('plugins/plugin')
    expectSuccess(await kling(['plugins', 'link', linked, '--yes']))
    expectSuccess(await kling(['odd', 'try']))
    expect([...walk(linked)].filter(({entry}) => entry.isSymbolicLink())).to.deep.equal([])
  })

  it('is not granted the folder of the program, nor one above or below it, nor by a link', async () => {
    symlinkSync(programRoot, own('by-link'))
    symlinkSync(join(programRoot, 'dist'), own('below'))
    const places = [
      programRoot,
      join(programRoot, 'dist'),
      own('by-link'),
      own('by-link/dist/x'),
      own('below'),
    ]
    for (const [at, place] of places.entries()) {
      const command = {[`odd${at}:try`]: 'return {}'}
      await link({name: `kling-plugin-odd${at}`, permissions: {write: [place]}, commands: command}, `${at}`)
      const error = expectError(await kling([`odd${at}`, 'try']), 'plugin_denied')
      expect(error.message, place).to.match(/contains the (?:program itself|keys)/)
    }
  })

  it('leads nowhere by a link in a folder that it may write, where the system is the barrier', async function () {
    const cage = cages.find(({hasBarrier}) => hasBarrier)!
    if (cage.missing !== undefined) this.skip()
    const folder = own('granted')
    mkdirSync(folder)
    mkdirSync(own('secret'))
    writeFileSync(own('secret/key'), 'secret')
    symlinkSync(own('secret'), join(folder, 'folder'))
    symlinkSync(own('secret/key'), join(folder, 'file'))
    symlinkSync('/etc', join(folder, 'etc'))
    symlinkSync('/proc/self/root', join(folder, 'root'))
    symlinkSync(`/proc/${process.pid}/environ`, join(folder, 'environ'))
    const fs = `(await import('node:fs'))`
    const at = (name: string): string => JSON.stringify(join(folder, name))
    await link({
      permissions: {write: [folder], read: [folder]},
      commands: {
        'odd:try': tries({
          read: `${fs}.readFileSync(${at('folder/key')}, 'utf8')`,
          write: `${fs}.writeFileSync(${at('folder/new')}, 'x')`,
          overwrite: `${fs}.writeFileSync(${at('file')}, 'x')`,
          remove: `${fs}.rmSync(${at('folder/key')})`,
          shadow: `${fs}.readFileSync(${at('etc/shadow')}, 'utf8')`,
          root: `${fs}.readFileSync(${at('root')} + ${JSON.stringify(own('secret/key'))}, 'utf8')`,
          environ: `${fs}.readFileSync(${at('environ')}, 'utf8')`,
          list: `${fs}.readdirSync(${at('folder')})`,
        }),
      },
    })
    expectAllDenied(await tried(cage), ['ENOENT', 'EACCES', 'ERR_ACCESS_DENIED', 'EROFS'])
    expect(readFileSync(own('secret/key'), 'utf8')).to.equal('secret')
    expect(readdirSync(own('secret'))).to.deep.equal(['key'])
  })
})
