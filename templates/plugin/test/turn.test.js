import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {after, before, test} from 'node:test'
import {makeHome, runKling} from 'kling-cli/testing'

let home

before(async () => {
  home = await makeHome({plugin: '.', env: {KLING_SANDBOX_SPEED: '50'}})
})
after(() => home.remove())

const kling = (...argv) => runKling(argv, {home, region: 'sandbox'})

test('creates a video', async () => {
  const {json} = await kling('__name__', 'turn', 'a red teapot', '-o', 'teapot.mp4')
  assert.equal(json.status, 'succeed')
  assert.ok(existsSync(join(home.folder, 'teapot.mp4')))
})

test('prints the estimated cost', async () => {
  const {json} = await kling('__name__', 'turn', 'a red teapot', '--estimate')
  assert.ok(json.estimate.units > 0)
})

test('requires a thing', async () => {
  const {exitCode, error} = await kling('__name__', 'turn')
  assert.deepEqual([exitCode, error.code], [2, 'missing_prompt'])
})
