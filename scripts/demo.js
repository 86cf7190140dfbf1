// `npm run demo`: from a fresh clone to a first video, on this machine, without an account.
import {rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {ensureInstalled, environment, pinnedNode, root, runOrExit} from './ensure-installed.js'

const prompt = 'A cat playing piano'
const file = 'cat.mp4'
const kling = join(root, 'bin/run.js')

ensureInstalled()
console.log('Building …')
runOrExit(pinnedNode(), ['scripts/build.js'], {env: environment()})

console.log(`\n$ kling video create "${prompt}" --region sandbox --wait -o ${file}`)
rmSync(join(root, file), {force: true})
// The demonstration must not depend on what the shell has set for the real service.
const env = environment({KLING_OUTPUT: 'text', KLING_BASE_URL: '', KLING_REGION: '', KLING_PROFILE: ''})
runOrExit(process.execPath, [kling, 'video', 'create', prompt, '--region', 'sandbox', '--wait', '-o', file], {
  env,
})

const size = (statSync(join(root, file)).size / 1e6).toFixed(1)
console.log(`
Created ${join(root, file)} (${size} MB): a local preview of the request, rendered on this machine.
It cost nothing, and nothing was sent. Play it with any video player or a browser.

For real videos, put kling on your PATH, set your key, and omit --region sandbox:

  npm link
  kling config set kling_api_key
  kling video create "${prompt}" --wait -o ${file}

For a key of the international site, also run: kling config set region global
For more, see kling --help and README.md`)
