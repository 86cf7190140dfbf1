// `npm run test:binary`: the end-to-end tests and the faults against build/kling. Words after `--` go to mocha.
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {ensureInstalled, environment, pinnedNode, root, runOrExit} from './ensure-installed.js'

/** Files that say nothing about it, and why. */
const apart = {
  'deno.test.ts': 'is about the program under Deno',
  'doctor-program.test.ts': 'is about the program of npm on PATH, and its plugins',
}

ensureInstalled()
const binary = join(root, 'build', process.platform === 'win32' ? 'kling.exe' : 'kling')
if (!existsSync(binary)) runOrExit('npm', ['run', 'build:binary'], {shell: process.platform === 'win32'})
const files = ['test/e2e', 'test/faults'].flatMap(folder =>
  readdirSync(join(root, folder))
    .filter(name => name.endsWith('.test.ts') && !(name in apart))
    .map(name => `${folder}/${name}`),
)
runOrExit(
  pinnedNode(),
  [
    join(root, 'node_modules/mocha/bin/mocha.js'),
    '--reporter=test/support/reporter.cjs',
    ...files,
    'plugins/sandbox/test/commands.test.ts',
    'plugins/voice/test/voice.test.ts',
    'plugins/voice/test/sandbox.test.ts',
    ...process.argv.slice(2),
  ],
  {env: environment({KLING_TEST_PROGRAM: binary})},
)
