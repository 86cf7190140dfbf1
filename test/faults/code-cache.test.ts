import {expect} from 'chai'
import fc from 'fast-check'
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fuzzOptions, inParallel} from '../support/fuzz.js'
import {expectSuccess} from '../support/outcome.js'
import {type Home, makeHome, nodes, runKling, singleFile} from '../support/run-kling.js'

/** A place in a file, from 0 to 1. */
const place = fc.double({min: 0, max: 0.999, noNaN: true})

/** What a disk, a power cut or another program does to a file. */
const damage: fc.Arbitrary<(file: Buffer) => Buffer> = fc.oneof(
  fc.tuple(place, fc.nat(7)).map(([at, bit]) => (file: Buffer) => {
    const changed = Buffer.from(file)
    changed[Math.floor(at * file.length)]! ^= 1 << bit
    return changed
  }),
  place.map(at => (file: Buffer) => {
    const start = Math.floor((at * file.length) / 4096) * 4096
    return Buffer.from(file).fill(0, start, Math.min(start + 4096, file.length))
  }),
  place.map(at => (file: Buffer) => file.subarray(0, Math.floor(at * file.length))),
  fc.tuple(place, fc.uint8Array({minLength: 1, maxLength: 200})).map(([at, bytes]) => (file: Buffer) => {
    const changed = Buffer.from(file)
    changed.set(
      bytes.subarray(0, changed.length - Math.floor(at * file.length)),
      Math.floor(at * file.length),
    )
    return changed
  }),
  fc
    .uint8Array({maxLength: 64})
    .map(bytes => (file: Buffer) => Buffer.concat([file, bytes, Buffer.from([1])])),
  fc.uint8Array({maxLength: 9000}).map(bytes => () => Buffer.from(bytes)),
)

const commands = [['--version'], ['config', 'list', '--json'], ['task', 'list', '--json']]

describe('faults: the compiled code of the program', function () {
  before(function () {
    if (singleFile) this.skip() // its code is in the file
  })

  for (const {name, path: node} of nodes) {
    it(`on the ${name} Node every command works, however its file is damaged`, async () => {
      const {file, whole} = await makeCache(node)
      const {runs, seed} = fuzzOptions(50)
      const damages = fc.sample(damage, {numRuns: runs, seed}).map((change, at) => ({change, at}))
      await inParallel(
        damages,
        async ({change, at}) => {
          const folder = mkdtempSync(join(tmpdir(), 'kling-test-code-'))
          const damaged = join(folder, file)
          writeFileSync(damaged, change(whole), {mode: 0o600})
          const home = makeHome()
          const argv = commands[at % commands.length]!
          const {code, signal, stdout} = await runKling(argv, {
            ...{home, node, env: {KLING_CODE_CACHE: damaged}},
          })
          home.remove()
          rmSync(folder, {recursive: true})
          expect({code, signal}, `damage ${at} of seed ${seed}`).to.deep.equal({code: 0, signal: null})
          expect(stdout).to.match(at % commands.length === 0 ? /^kling-cli\// : /^\{"success":true/)
        },
        2,
      )
    })
  }

  it('is written again after it was damaged', async () => {
    const {home, file, whole} = await makeCache(undefined, {isKept: true})
    const path = join(codeFolder(home), file)
    writeFileSync(path, Buffer.from(whole).fill(0, 4096, 8192))
    expectSuccess(await runKling(['task', 'list', '--json'], {home}))
    expect(
      readFileSync(path)
        .subarray(4096, 8192)
        .every(byte => byte === 0),
    ).to.equal(false)
    home.remove()
  })

  it('is not used again after a start that died with it', async () => {
    const {home, file} = await makeCache(undefined, {isKept: true})
    const path = join(codeFolder(home), file)
    const deadPid = 2 ** 22 + 1
    writeFileSync(`${path}.start`, String(deadPid))
    const before = statSync(path).mtimeMs
    expectSuccess(await runKling(['task', 'list', '--json'], {home}))
    expect(statSync(path).mtimeMs).to.be.greaterThan(before)
    expect(existsSync(`${path}.start`)).to.equal(false)
    home.remove()
  })
})

const codeFolder = (home: Home): string => join(home.folder, 'cache/code')

/** The file that some runs leave. */
async function makeCache(
  node: string | undefined,
  {isKept = false} = {},
): Promise<{home: Home; file: string; whole: Buffer}> {
  const home = makeHome({isCold: true})
  home.env.KLING_CACHE_DIR = join(home.folder, 'cache')
  for (const argv of commands) await runKling(argv, {home, ...(node && {node})})
  const file = readdirSync(codeFolder(home)).find(name => name.endsWith('.bin'))!
  const whole = readFileSync(join(codeFolder(home), file))
  if (!isKept) home.remove()
  return {home, file, whole}
}
