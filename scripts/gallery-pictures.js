// Makes the pictures of docs/gallery.md: clips of the sandbox, shown by the built program in Chromium.
// node scripts/gallery-pictures.js [PATH OF CHROMIUM]
import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {chromium} from 'playwright-core'
import {root} from './program-modules.js'

const kling = [process.execPath, join(root, 'bin/run.js')]
const home = mkdtempSync(join(tmpdir(), 'kling-pictures-'))
const env = {PATH: process.env.PATH, HOME: home, KLING_REGION: 'sandbox', KLING_SANDBOX_SPEED: '20'}
const pictures = join(root, 'docs/pictures')

const clips = [
  ['create', 'A paper boat on a river [sandbox:fail]'],
  ['create', 'A lighthouse in a storm, waves breaking over the rocks', '--model', 'kling-v3-omni'],
  ['create-from-text', 'A sailing boat at dusk, handheld camera', '--model', 'kling-v2-6'],
  ['create', 'An orange cat plays the piano by the window', '--ratio', '1:1', '--mode', 'std'],
  ['create', 'A city at night in the rain, neon signs in the puddles', '--ratio', '9:16'],
  ['create', 'A red fox crosses a snowy bridge at dawn'],
  ['create', 'A red fox crosses a snowy bridge at dawn', '--model', 'kling-v3-omni', '--mode', 'std'],
  ['create', 'Morning mist over a mountain lake, slow dolly forward'],
]

function run(...argv) {
  return spawnSync(kling[0], [kling[1], ...argv], {cwd: home, env, encoding: 'utf8'})
}

clips.forEach(([command, ...argv], index) =>
  run('video', command, ...argv, '--output', `clip-${index + 1}.mp4`, '--sidecar'),
)
const server = spawn(kling[0], [kling[1], 'gallery', '--no-open'], {cwd: home, env})
const {url} = JSON.parse(await new Promise(resolve => server.stdout.once('data', resolve)))
// One that is under way.
spawnSync(kling[0], [kling[1], 'video', 'create', 'Two dragons dance over a market'], {
  cwd: home,
  env: {...env, KLING_SANDBOX_SPEED: '0.05'},
})
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
mkdirSync(pictures, {recursive: true})

async function picture(name, colorScheme, prepare) {
  const page = await browser.newPage({viewport: {width: 1280, height: 800}, colorScheme})
  await page.goto(url)
  await page.locator('img.poster').nth(5).waitFor()
  await prepare(page)
  const path = join(pictures, `${name}.jpg`)
  await page.screenshot({path, type: 'jpeg', quality: 80})
  console.log(`${path}: ${Math.round(statSync(path).size / 1024)} KB`)
  await page.close()
}

await picture('gallery-wall', 'dark', async page => {
  await page.locator('.card', {hasText: 'An orange cat'}).hover()
  await page.waitForTimeout(1500)
})
await picture('gallery-compare', 'light', async page => {
  for (const index of [0, 1]) {
    await page.locator('.card', {hasText: 'A red fox'}).nth(index).focus()
    await page.keyboard.press('c')
  }
  await page.waitForTimeout(2500)
  await page.keyboard.press('Space')
  await page.waitForTimeout(300)
})
await browser.close()
server.kill('SIGINT')
run('sandbox', 'reset')
rmSync(home, {recursive: true, force: true})
