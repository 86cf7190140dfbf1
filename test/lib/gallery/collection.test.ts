import {expect} from 'chai'
import {appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {Collection} from '../../../src/lib/gallery/collection.js'
import {KeptRequests} from '../../../src/lib/sidecar/kept-requests.js'
import {useFolder} from '../../support/folder.js'
import {movie} from '../../support/pictures.js'
import {type NotedTask, eventsOf, writeJournal} from '../../support/journal-lines.js'

const at = '2026-11-01T10:00:00.000Z'

describe('the collection of clips', () => {
  const inFolder = useFolder()
  let collection: Collection
  beforeEach(() => {
    collection = new Collection({dataDir: inFolder()})
  })

  const month = (): string => inFolder('journal', '2026-11.jsonl')
  const write = (...tasks: NotedTask[]): void => writeJournal(inFolder(), tasks.flatMap(eventsOf))
  const add = (event: object): void => appendFileSync(month(), JSON.stringify(event) + '\n')
  const download = (id: string, name: string, content: string | Buffer = movie): string => {
    const file = inFolder('films', name)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, content)
    add({at, event: 'downloaded', task_id: `task-of-${id}`, file, bytes: content.length})
    return file
  }

  it('is empty where there is no journal', async () => {
    expect(await collection.update()).to.deep.equal({clips: [], removed: []})
  })

  it('tells only what is new', async () => {
    write({id: 'a', at, end: 'succeed'}, {id: 'b', at})
    expect((await collection.update()).clips.map(({id, phase}) => `${id} ${phase}`).sort()).to.deep.equal([
      'a remote',
      'b running',
    ])
    expect((await collection.update()).clips).to.deep.equal([])
    add({at, event: 'state', task_id: 'task-of-b', status: 'failed', reason: 'why'})
    const {clips} = await collection.update()
    expect(clips).to.have.length(1)
    expect(clips[0]).to.include({id: 'b', phase: 'failed', reason: 'why'})
  })

  it('waits for the end of a line', async () => {
    write({id: 'a', at})
    await collection.update()
    const line = JSON.stringify({at, event: 'state', task_id: 'task-of-a', status: 'succeed'}) + '\n'
    appendFileSync(month(), line.slice(0, 20))
    expect((await collection.update()).clips).to.deep.equal([])
    appendFileSync(month(), line.slice(20))
    expect((await collection.update()).clips[0]).to.include({phase: 'remote'})
  })

  it('lets go of what is forgotten', async () => {
    write({id: 'a', at}, {id: 'b', at})
    await collection.update()
    add({at, event: 'forgotten', id: 'a'})
    expect(await collection.update()).to.deep.equal({clips: [], removed: ['a']})
    expect(collection.all().map(({id}) => id)).to.deep.equal(['b'])
  })

  it('begins anew when the journal does', async () => {
    write({id: 'a', at}, {id: 'b', at})
    await collection.update()
    truncateSync(month(), 0)
    write({id: 'b', at, end: 'succeed'})
    const {clips, removed} = await collection.update()
    expect(removed).to.deep.equal(['a'])
    expect(clips).to.have.length(1)
    expect(clips[0]).to.include({id: 'b', phase: 'remote'})
  })

  it('shows the video of a task rather than its sound, whichever came last', async () => {
    write({id: 'a', at, end: 'succeed'})
    const video = download('a', 'a.mp4')
    download('a', 'a.mp3')
    await collection.update()
    expect(collection.sourceOf('a')?.path).to.equal(video)
    rmSync(video)
    await collection.refresh()
    expect(collection.all()[0]!.file).to.include({name: 'a.mp3', type: 'audio'})
  })

  it('misses a file that is gone, and finds it again', async () => {
    write({id: 'a', at, end: 'succeed'})
    const file = download('a', 'a.mp4')
    await collection.update()
    rmSync(file)
    const {clips} = await collection.refresh()
    expect(clips[0]).to.include({
      phase: 'remote',
      missing: 'a.mp4',
      next: 'kling video download task-of-a --output a.mp4',
    })
    writeFileSync(file, movie)
    expect((await collection.refresh()).clips[0]).to.include({phase: 'ready'})
  })

  it('takes the request from beside the file, with its files, also when it comes later', async () => {
    write({id: 'a', at, end: 'succeed'})
    const file = download('a', 'a.mp4')
    await collection.update()
    expect(collection.all()[0]).to.include({isPartial: true})
    const sha256 = '0'.repeat(64)
    const request = {
      model_name: 'kling-video-o1',
      prompt: 'In full',
      image_list: [
        {image_url: {file: '../cat.png', sha256, bytes: 1}, type: 'first_frame'},
        {image_url: {sha256, bytes: 1}},
      ],
    }
    writeFileSync(`${file}.json`, JSON.stringify({version: 1, kind: 'create', request}))
    const [clip] = (await collection.update()).clips
    expect(clip).to.include({prompt: 'In full'})
    expect(clip!.isPartial).to.equal(undefined)
    expect(clip!.command).to.equal(
      `kling video create 'In full' --model kling-video-o1 --first-frame ${inFolder('cat.png')} --ref-image FILE --output a-2.mp4`,
    )
  })

  it('takes the request that was kept, with its files by name alone where it goes to others', async () => {
    write({id: 'a', at, profile: 'work'})
    const kept = new KeptRequests(inFolder())
    const image = {file: inFolder('cat.png'), sha256: '0'.repeat(64), bytes: 1}
    const recipe = {
      ...{version: 1 as const, kling: '1', created_at: at, kind: 'create', path: '/v1/videos/omni-video'},
      ...{external_task_id: 'a', region: 'custom', estimated_units: 4},
      request: {prompt: 'In full', image_list: [{image_url: image}]},
    }
    await kept.keep({recipe, wantsSidecar: false, isKept: true})
    await collection.update()
    expect(collection.all()[0]!.command).to.contain(
      `'In full' --ref-image ${inFolder('cat.png')} --profile work`,
    )
    const open = new Collection({dataDir: inFolder(), isPublic: true})
    await open.update()
    expect(open.all()[0]!.command).to.equal("kling video create 'In full' --ref-image cat.png")
    expect(JSON.stringify(open.all())).to.not.contain(inFolder())
  })

  for (const note of ['', '[]', 'null', '{"request":[]}', '{"request":"x"}', '{"version":1}']) {
    it(`lives with a note that is none: ${note}`, async () => {
      write({id: 'a', at, end: 'succeed'})
      writeFileSync(`${download('a', 'a.mp4')}.json`, note)
      await collection.update()
      expect(collection.all()[0]).to.include({phase: 'ready', isPartial: true})
    })
  }

  it('says what to type next', async () => {
    write(
      {id: 'open', at},
      {id: 'made', at, end: 'succeed'},
      {id: 'no', at, end: 'refused'},
      {id: 'far', at, region: 'global', profile: 'work'},
    )
    add({
      at,
      event: 'intent',
      id: 'lost',
      kind: 'create',
      region: 'custom',
      base_url: 'https://api.example.com',
    })
    await collection.update()
    const clips = new Map(collection.all().map(clip => [clip.id, clip]))
    expect(clips.get('open')!.next).to.equal('kling task wait task-of-open')
    expect(clips.get('made')!.next).to.equal('kling video download task-of-made --output task-of-made.mp4')
    expect(clips.get('lost')!.next).to.equal('kling task resume lost')
    expect(clips.get('no')!.next).to.equal(undefined)
    expect(clips.get('far')!.command).to.contain('--region global --profile work')
  })

  it('leaves out what has nothing to show', async () => {
    add0({id: 'v', kind: 'voice', path: '/v1/general/custom-voices'})
    await collection.update()
    expect(collection.all()).to.deep.equal([])
  })

  function add0(facts: object): void {
    mkdirSync(dirname(month()), {recursive: true})
    add({at, event: 'intent', region: 'cn', base_url: 'https://api.example.com', ...facts})
  }
})
