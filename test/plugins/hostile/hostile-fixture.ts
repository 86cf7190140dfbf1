import {expect} from 'chai'
import {mkdirSync, realpathSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {findBarrier} from '../../../src/lib/isolation/barrier.js'
import {bubblewrapNote} from '../../../src/lib/isolation/bubblewrap.js'
import {expectSuccess} from '../../support/outcome.js'
import {nodes} from '../../support/run-kling.js'
import {usePluginFixture} from '../plugin-fixture.js'

/** What came of each expression of `tries`. */
export type Tried = Record<string, {is?: unknown; code?: string; message?: string}>

/** Text of code for `ask(method, ...args)`: a call to the program as it goes over the pipe, past all that checks it before. */
export const rawCalls = `
  let last = 1e6
  const ask = (method, ...args) => new Promise((resolve, reject) => {
    const call = ++last
    process.on('message', function hear(message) {
      if (message.answer !== call) return
      process.off('message', hear)
      message.failure ? reject(message.failure) : resolve(message.result)
    })
    process.send({call, method, args})
  })
`

/** Expects that nothing of this worked, and that each was kept from by one of these codes. */
export function expectAllDenied(tried: Tried, codes: string[]): void {
  for (const [name, {is, code, message}] of Object.entries(tried)) {
    expect(is, `${name} worked`).to.equal(undefined)
    expect(codes, `${name}: ${code} ${message}`).to.include(code)
  }
}

/** A Node, with or without the barrier of the system around it. */
export interface Cage {
  name: string
  node: string
  hasBarrier: boolean
  /** Why it cannot be tried on this machine. */
  missing: string | undefined
}

const strongest = findBarrier({
  platform: process.platform,
  nodeVersion: process.version,
  execPath: realpathSync(process.execPath),
  // No folder: nothing is noted.
  cacheDir: '/dev/null',
}).barrier

const isSystems = ['bubblewrap', 'sandbox-exec'].includes(strongest)

/** Each Node behind the barrier of the system, and on its own. */
export const cages: Cage[] = nodes.flatMap(({name, path}) => [
  {
    name: `the ${name} Node behind the system's barrier`,
    node: path,
    hasBarrier: true,
    missing: isSystems ? undefined : 'neither bubblewrap nor sandbox-exec works here',
  },
  {
    name: `the ${name} Node without a barrier`,
    node: path,
    hasBarrier: false,
    missing: strongest === 'sandbox-exec' ? 'sandbox-exec is always there' : undefined,
  },
])

/** A suite for each cage; one that is not to be had on this machine is skipped, with the reason. */
export function describeCages(body: (cage: Cage) => void): void {
  for (const cage of cages) {
    describe(`on ${cage.name}`, () => {
      if (cage.missing !== undefined) it.skip(cage.missing)
      else body(cage)
    })
  }
}

export interface HostileFixture extends ReturnType<typeof usePluginFixture> {
  /** From now on the program takes it that this Node cannot be put behind bubblewrap. */
  removeBarrier(node: string): void
  /** Runs `odd try` of a plugin in a cage. @returns what came of its tries */
  tried(cage?: Cage, env?: Record<string, string>): Promise<Tried>
}

/** A fixture for plugins that try what they may not. */
export function useHostileFixture(): HostileFixture {
  const plugins = usePluginFixture()
  const {own, kling} = plugins
  const removeBarrier = (node: string): void => {
    const note = bubblewrapNote({cacheDir: own('cache'), execPath: realpathSync(node)})
    if (!note) return
    mkdirSync(dirname(note.file), {recursive: true})
    writeFileSync(note.file, JSON.stringify({key: note.key, works: false}))
  }
  return {
    ...plugins,
    removeBarrier,
    async tried(cage, env) {
      if (cage && !cage.hasBarrier) removeBarrier(cage.node)
      const options = {...(cage && {node: cage.node}), ...(env && {env})}
      return expectSuccess(await kling(['odd', 'try'], options)).tried as Tried
    },
  }
}
