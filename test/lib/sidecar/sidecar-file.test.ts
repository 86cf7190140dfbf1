import {expect} from 'chai'
import {mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync} from 'node:fs'
import {checkSidecar, readSidecar, sidecarOf, writeSidecar} from '../../../src/lib/sidecar/sidecar-file.js'
import type {ApiTask} from '../../../src/lib/tasks/task.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

const sha256 = 'a'.repeat(64)
const task = {
  task_id: '8',
  task_status: 'succeed',
  created_at: 1_763_841_000_000,
  final_unit_deduction: '4.5',
  task_info: {external_task_id: 'job-1'},
  task_result: {videos: [{id: 'v-1', url: 'https://x.example/v.mp4', duration: '5'}]},
} as unknown as ApiTask

describe('a sidecar', () => {
  const inFolder = useFolder()
  const facts = {
    kling: '1.0.0',
    kind: 'create',
    path: '/v1/videos/omni-video',
    region: 'cn',
    estimated_units: 4,
  }
  const write = (more: object = {}, output = inFolder('out', 'clip.mp4')): Promise<string> =>
    writeSidecar({output, facts: {...facts, ...more}, task, cwd: inFolder()})
  const written = (): Record<string, unknown> =>
    JSON.parse(readFileSync(inFolder('out', 'clip.mp4.json'), 'utf8')) as Record<string, unknown>
  const requestWith = (file: string): object => ({
    request: {model_name: 'kling-v3', prompt: 'A cat', image_list: [{image_url: {file, sha256, bytes: 3}}]},
  })
  beforeEach(() => mkdirSync(inFolder('out')))

  it('stands next to its file, for everybody to read', async () => {
    expect(await write()).to.equal(sidecarOf(inFolder('out', 'clip.mp4')))
    expect(readdirSync(inFolder('out'))).to.deep.equal(['clip.mp4.json'])
    expect(statSync(inFolder('out', 'clip.mp4.json')).mode & 0o777).to.equal(0o644)
  })

  it('tells what the task was and what it cost', async () => {
    await write(requestWith(inFolder('in', 'cat.png')))
    expect(written()).to.deep.include({
      version: 1,
      kling: '1.0.0',
      created_at: '2025-11-22T19:50:00.000Z',
      kind: 'create',
      task_id: '8',
      external_task_id: 'job-1',
      video_id: 'v-1',
      model: 'kling-v3',
      prompt: 'A cat',
      estimated_units: 4,
      units_charged: '4.5',
      region: 'cn',
    })
    expect(written()).to.not.have.property('prompt_start')
  })

  it('tells only the first words where the request is not known', async () => {
    await write({prompt_start: 'A c…', model: 'kling-v3'})
    expect(written()).to.include({prompt_start: 'A c…', model: 'kling-v3'})
    expect(written()).to.not.have.any.keys('prompt', 'request')
  })

  it('names files near it by the way from it, so that both can be moved', async () => {
    await write(requestWith(inFolder('in', 'cat.png')))
    const {request} = written() as {request: {image_list: {image_url: {file: string}}[]}}
    expect(request.image_list[0]!.image_url.file).to.equal('../in/cat.png')
    renameSync(inFolder('out'), inFolder('moved'))
    const found = await readSidecar(inFolder('moved', 'clip.mp4.json'))
    const [image] = (found.request as typeof request).image_list
    expect(image!.image_url).to.deep.equal({file: inFolder('in', 'cat.png'), sha256, bytes: 3})
  })

  it('names files elsewhere in full', async () => {
    await write(requestWith('/elsewhere/cat.png'))
    const {request} = written() as {request: {image_list: {image_url: {file: string}}[]}}
    expect(request.image_list[0]!.image_url.file).to.equal('/elsewhere/cat.png')
  })

  it('is not written where it cannot be: that is said, and that the task was paid', async () => {
    writeFileSync(inFolder('file'), '')
    const error = await rejectionOf(write({}, inFolder('file', 'clip.mp4')))
    expect(error.code).to.equal('write_error')
    expect(error.fields).to.include({task_id: '8', billed: 'yes'})
  })

  it('needs an output, and writes over nothing unless it is told to', async () => {
    for (const output of [undefined, '-'])
      expect((await rejectionOf(checkSidecar(output, true))).code).to.equal('invalid_argument')
    const output = inFolder('out', 'clip.mp4')
    await checkSidecar(output, false)
    await write()
    expect((await rejectionOf(checkSidecar(output, false))).code).to.equal('output_exists')
    await checkSidecar(output, true)
    mkdirSync(inFolder('out', 'other.mp4.json'))
    expect((await rejectionOf(checkSidecar(inFolder('out', 'other.mp4'), true))).code).to.equal(
      'output_exists',
    )
  })

  const good = {version: 1, kind: 'create', path: '/v1/videos/omni-video', request: {prompt: 'A cat'}}
  const wrong: [string, string][] = [
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['no kind', JSON.stringify({...good, kind: undefined})],
    ['a kind that is no text', JSON.stringify({...good, kind: 7})],
    ['another version', JSON.stringify({...good, version: 2})],
    ['no request', JSON.stringify({...good, request: undefined})],
    ['a request that is a list', JSON.stringify({...good, request: []})],
    ['a request too deep', JSON.stringify(good).replace('"A cat"', '['.repeat(40) + ']'.repeat(40))],
    ['too much', JSON.stringify({...good, more: 'x'.repeat(1024 * 1024)})],
  ]
  for (const [what, text] of wrong)
    it(`cannot be read from ${what}`, async () => {
      writeFileSync(inFolder('odd.json'), text)
      expect((await rejectionOf(readSidecar(inFolder('odd.json')))).code).to.equal('invalid_argument')
    })

  it('cannot be read where there is none', async () => {
    expect((await rejectionOf(readSidecar(inFolder('none.json')))).message).to.include('ENOENT')
  })

  it('is read without what does not fit', async () => {
    const odd = {...good, region: 7, created_at: {}, task_id: '8', __proto__: {}, rerun_of: [1]}
    writeFileSync(inFolder('odd.json'), JSON.stringify(odd))
    expect({...(await readSidecar(inFolder('odd.json')))}).to.deep.equal({...good, task_id: '8'})
  })
})
