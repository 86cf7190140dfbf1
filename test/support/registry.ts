import {createHash} from 'node:crypto'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import type {Server} from 'node:http'
import {createRequire} from 'node:module'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** A registry of npm on loopback, with no way to any other. */
export interface Registry {
  url: string
  /** Packs a folder and publishes it, under the tag `latest`. */
  publish(folder: string): Promise<void>
  /** Environment by which npm uses it, with a cache of its own. */
  env: Record<string, string>
  close(): Promise<void>
}

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))
const manager = createRequire(require.resolve('@oclif/plugin-plugins'))
/** The npm of the project, to be run by Node. */
export const npm = join(dirname(manager.resolve('npm/package.json')), 'bin/npm-cli.js')

type Pack = (folder: string, options: {ignoreScripts: boolean}) => Promise<Buffer>

/** Packs a folder into another as `npm pack` does, which takes ten times as long to start. @returns the tarball's path */
export async function pack(folder: string, into: string): Promise<string> {
  const makeTarball = createRequire(npm)('libnpmpack') as Pack
  const {name, version} = readManifest(folder)
  const path = join(into, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`)
  writeFileSync(path, await makeTarball(folder, {ignoreScripts: true}))
  return path
}

interface Manifest {
  name: string
  version: string
  dependencies?: Record<string, string>
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/**
 * The folders of packages and of all that they depend on, as they are installed here.
 * @param names packages of this project
 */
export function installedTree(names: string[]): string[] {
  const found = new Set<string>()
  const add = (name: string, from: string): void => {
    for (let folder = from; ; folder = dirname(folder)) {
      const path = join(folder, 'node_modules', name)
      if (!existsSync(join(path, 'package.json'))) {
        if (folder === dirname(folder)) throw new Error(`${name} is not installed`)
        continue
      }
      if (found.has(path)) return
      found.add(path)
      const {dependencies = {}} = readManifest(path)
      for (const dependency of Object.keys(dependencies)) add(dependency, path)
      return
    }
  }
  for (const name of names) add(name, root)
  return [...found]
}

export async function startRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'kling-registry-'))
  const {runServer} = (await import('verdaccio')) as unknown as {runServer(config: object): Promise<Server>}
  const server = await runServer({
    configPath: join(folder, 'config.yaml'),
    self_path: folder,
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: {'**': {access: '$all', publish: '$all'}},
    auth: {htpasswd: {file: join(folder, 'htpasswd'), max_users: -1}},
    log: {type: 'stdout', level: 'fatal'},
    max_body_size: '100mb',
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    env: {npm_config_registry: url, npm_config_cache: join(folder, 'cache')},
    async publish(source) {
      const tarball = await pack(source, folder)
      const bytes = readFileSync(tarball)
      const manifest = readManifest(source)
      const {name, version} = manifest
      const file = basename(tarball)
      const dist = {
        shasum: createHash('sha1').update(bytes).digest('hex'),
        integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
        tarball: `${url}/${name}/-/${file}`,
      }
      const response = await fetch(`${url}/${name.replace('/', '%2f')}`, {
        method: 'PUT',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({
          _id: name,
          name,
          'dist-tags': {latest: version},
          versions: {[version]: {...manifest, _id: `${name}@${version}`, dist}},
          _attachments: {
            [file]: {
              content_type: 'application/octet-stream',
              data: bytes.toString('base64'),
              length: bytes.length,
            },
          },
        }),
      })
      if (!response.ok)
        throw new Error(`publish of ${name} failed: ${response.status} ${await response.text()}`)
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => {
          rmSync(folder, {recursive: true, force: true, maxRetries: 5})
          resolve()
        })
      }),
  }
}
