import {expect} from 'chai'
import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {secretKey} from '../../support/fixture.js'
import {tries} from '../../support/plugin-folder.js'
import {describeCages, expectAllDenied, useHostileFixture} from './hostile-fixture.js'

describe("files that a stranger's plugin is after", () => {
  const {fixture, own, kling, link, tried} = useHostileFixture()

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
  })
})
