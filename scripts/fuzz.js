// `npm run fuzz`: the fuzz tests with many more cases, from a seed that is new each time and printed. Words behind
// `npm run fuzz --` go to mocha. KLING_FUZZ_RUNS and KLING_FUZZ_SEED choose the number of cases and the seed.
import {randomInt} from 'node:crypto'
import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {root} from './ensure-installed.js'

const {KLING_FUZZ_RUNS = '100000', KLING_FUZZ_SEED = String(randomInt(2 ** 31 - 1))} = process.env
console.log(`Fuzzing with KLING_FUZZ_RUNS=${KLING_FUZZ_RUNS} KLING_FUZZ_SEED=${KLING_FUZZ_SEED}`)
const files = [
  ...['gallery', 'journal', 'prices', 'spending'].map(name => `test/fuzz/${name}.test.ts`),
  'plugins/sandbox/test/fuzz.test.ts',
]
const {status} = spawnSync(
  process.execPath,
  [join(root, 'scripts/test.js'), ...files, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, KLING_FUZZ_RUNS, KLING_FUZZ_SEED},
  },
)
process.exitCode = status ?? 1
