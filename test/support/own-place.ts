// Loaded before all tests: a home and a temporary folder of this process, removed when it ends. What tests load or start
// in their own environment finds nothing of the user's there and changes nothing of it; what it leaves there fails.
import {chmodSync, existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const place = mkdtempSync(join(tmpdir(), 'kling-tests-'))
// Some tests start programs as another user.
chmodSync(place, 0o711)
const home = mkdtempSync(join(place, 'home-'))

const {env} = process
// npm keeps its settings and its cache with the user.
env.npm_config_userconfig ??= join(homedir(), '.npmrc')
if (process.platform !== 'win32') env.npm_config_cache ??= join(homedir(), '.npm')
for (const name of Object.keys(env)) if (/^XDG_(?:CONFIG|DATA|CACHE)_HOME$/.test(name)) delete env[name]
Object.assign(env, {HOME: home, USERPROFILE: home, TMPDIR: place, TEMP: place, TMP: place})
// Those that start the built program compile it once.
env.KLING_CACHE_DIR ??= fileURLToPath(
  new URL('../../node_modules/.cache/kling-cli-tests/own', import.meta.url),
)

process.on('exit', () => rmSync(place, {recursive: true, force: true, maxRetries: 5}))

const ours = ['.cache/kling-cli', '.config/kling-cli', '.local/share/kling-cli']

export const mochaHooks = {
  afterAll(): void {
    const left = readdirSync(place).filter(name => name.startsWith('kling-'))
    const within = left.flatMap(name => readdirSync(join(place, name), {recursive: true, encoding: 'utf8'}))
    const written = ours.filter(name => existsSync(join(home, name)))
    for (const name of left) rmSync(join(place, name), {recursive: true, force: true, maxRetries: 5})
    if (left.length > 0)
      throw new Error(`left in the temporary folder: ${left.join(', ')}, with ${within.slice(-5).join(', ')}`)
    if (written.length > 0) throw new Error(`written to the home of the user: ${written.join(', ')}`)
  },
}
