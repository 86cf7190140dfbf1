import {expect} from 'chai'
import fc from 'fast-check'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {costReport, groupings} from '../../src/lib/budget/cost-report.js'
import {taskCosts} from '../../src/lib/budget/task-costs.js'
import {planArchive} from '../../src/lib/downloads/archive-plan.js'
import {isKlingError} from '../../src/lib/errors/kling-error.js'
import {Collection} from '../../src/lib/gallery/collection.js'
import {exportGallery} from '../../src/lib/gallery/export.js'
import {Stars} from '../../src/lib/gallery/stars.js'
import {lookAtJournal} from '../../src/lib/journal/health.js'
import {Journal} from '../../src/lib/journal/journal.js'
import {JournalReader} from '../../src/lib/journal/reader.js'
import {recordFields} from '../../src/lib/journal/records.js'
import {findRecipe} from '../../src/lib/sidecar/find-recipe.js'
import {KeptRequests} from '../../src/lib/sidecar/kept-requests.js'
import {checkInputs, kindOfRecipe, rerunRequest} from '../../src/lib/sidecar/rerun.js'
import {screenOf} from '../../src/lib/terminal/screen.js'
import {fieldsView, tableView} from '../../src/lib/terminal/table.js'
import {costReportView} from '../../src/lib/views/cost-report.js'
import {fuzzOptions, inParallel} from '../support/fuzz.js'
import {dataDirOf} from '../support/gallery.js'
import {eventsOf} from '../support/journal-lines.js'
import {mutated} from '../support/mutations.js'
import {movie} from '../support/pictures.js'
import {makeHome, runKling} from '../support/run-kling.js'

const at = '2026-11-01T10:00:00.000Z'
const now = Date.parse('2026-11-02T10:00:00.000Z')
const good = eventsOf({id: 'good', at, end: 'succeed', charged: '4'})
const path = '/v1/videos/omni-video'
const lines = [
  ...eventsOf({id: 'odd', at, end: 'succeed', charged: '3.5', units: 4, profile: 'work', plugin: 'p'}),
  ...eventsOf({id: 'bad', at, end: 'refused'}),
  ...eventsOf({id: 'lost', at, end: 'not_taken'}),
  {
    at,
    event: 'intent',
    id: 'full',
    kind: 'create',
    path,
    region: 'cn',
    base_url: 'https://x.example',
    prompt: 'A cat',
    pid: 1,
    output: '/x.mp4',
  },
  {at, event: 'priced', id: 'p1', of: 'odd', kind: 'create', region: 'cn', plugin: 'p', units: 2},
  {at, event: 'unknown', id: 'odd', code: 'timeout'},
  {at, event: 'forgotten', id: 'bad'},
  {at, event: 'downloaded', task_id: 'task-of-odd', file: '/tmp/odd.mp4', bytes: 7},
  {at, event: 'gone', task_id: 'task-of-odd', reason: 'task_not_found'},
  {at, event: 'seen', task_id: '77', kind: 'avatar', base_url: 'https://x.example'},
]
const sidecar = {
  version: 1,
  kling: '0.1.0',
  created_at: at,
  kind: 'create',
  path,
  task_id: '8474',
  external_task_id: 'good',
  region: 'cn',
  profile: 'work',
  estimated_units: 4,
  rerun_of: {task_id: '1'},
  request: {
    model_name: 'kling-video-o1',
    prompt: 'A cat',
    duration: '5',
    cfg_scale: 0.5,
    image_list: [
      {image_url: {file: 'a.png', sha256: '0', bytes: 3}, type: 'first_frame'},
      {image_url: {sha256: '0', bytes: 3}},
    ],
    video_list: [{video_url: 'https://x.example/a.mp4', refer_type: 'base', keep_original_sound: 'no'}],
    multi_shot: true,
    multi_prompt: [{index: 1, prompt: 'one', duration: '5'}],
    camera_control: {type: 'simple', config: {zoom: 1}},
    watermark_info: {enabled: true},
  },
}

interface Case {
  journal: string[]
  sidecar: string
  kept: string
  stars: string
}

const cases = fc.record<Case>({
  journal: fc.array(mutated(lines), {minLength: 4, maxLength: 8}),
  sidecar: mutated([sidecar]),
  kept: mutated([{recipe: sidecar, wantsSidecar: true, isKept: true}]),
  stars: mutated([{version: 1, stars: {good: at}}]),
})

/** Writes a case into a data folder, with a task that nothing is wrong with. */
function write(dataDir: string, {journal, sidecar: note, kept, stars}: Case): void {
  for (const name of ['journal', 'requests', 'films']) mkdirSync(join(dataDir, name), {recursive: true})
  const film = join(dataDir, 'films/good.mp4')
  const downloaded = {at, event: 'downloaded', task_id: 'task-of-good', file: film, bytes: movie.length}
  const texts = [...journal, ...[...good, downloaded].map(line => JSON.stringify(line))]
  writeFileSync(join(dataDir, 'journal/2026-11.jsonl'), texts.join('\n') + '\n')
  writeFileSync(film, movie)
  writeFileSync(`${film}.json`, note)
  writeFileSync(join(dataDir, 'stars.json'), stars)
  const keeper = new KeptRequests(dataDir) as unknown as {pathOf(id: string): string}
  writeFileSync(keeper.pathOf('good'), kept)
}

/** What may be thrown is an error that says what is wrong. */
async function orKlingError(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isKlingError(error)) throw error
    expect(error.code).to.not.equal('unexpected_error')
  }
}

const screen = screenOf({isTTY: true, columns: 80}, {}, now)

/** What stands behind `task list`, `task archive`, `cost`, `doctor`, the gallery and `video rerun`. */
async function read(dataDir: string): Promise<void> {
  const reader = new JournalReader(join(dataDir, 'journal'))
  const {records} = await reader.list(30)
  expect(records.map(({id}) => id)).to.include('good')
  tableView(records, ['task_id', 'state', 'prompt', 'created_at', 'kind'], screen)
  for (const record of records) fieldsView(record, screen)
  tableView(records, recordFields, screen)
  await reader.pending()
  const plan = planArchive(await reader.since(now - 40 * 24 * 3600_000), {now})
  expect(plan.every(({name}) => !name.includes('/'))).to.equal(true)
  for (const by of groupings) {
    const report = costReport(taskCosts(reader.linesSince(0)), {since: 0, by})
    expect(report.total.charged).to.be.least(4)
    costReportView(report, screen)
  }
  const {months} = await lookAtJournal(join(dataDir, 'journal'))
  expect(months[0]!.events).to.be.least(4)
  const collection = new Collection({dataDir, isPublic: true})
  await collection.refresh()
  const clip = collection.all().find(({id}) => id === 'good')
  expect(clip).to.include({phase: 'ready'})
  await new Stars(dataDir).all()
  const journal = new Journal(join(dataDir, 'journal'))
  const kept = new KeptRequests(dataDir)
  for (const name of [join(dataDir, 'films/good.mp4'), 'good'])
    await orKlingError(async () => {
      const recipe = await findRecipe({name, journal, kept})
      const kind = kindOfRecipe(recipe)
      await checkInputs(recipe)
      const request = rerunRequest(kind)
      request.checkValues?.(recipe)
      request.body(recipe, new Map())
    })
}

describe('fuzz: journals and sidecars', function () {
  this.timeout(0)
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kling-fuzz-'))))
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  // Each run has a journal of some mutated lines, a sidecar and a kept request: 5,000 files and more.
  it('a line or a field that is none costs that alone', async () => {
    const {runs, seed} = fuzzOptions(1700)
    let number = 0
    const pageFolder = fileURLToPath(new URL('../../dist/gallery', import.meta.url))
    await fc.assert(
      fc.asyncProperty(cases, async one => {
        const dataDir = join(folder, String(++number))
        write(dataDir, one)
        await read(dataDir)
        if (number % 100 === 0) {
          const collection = new Collection({dataDir, isPublic: true})
          const options = {
            collection,
            stars: new Stars(dataDir),
            pageFolder,
            language: 'en',
            force: false,
            onlyStarred: false,
          }
          const written = await exportGallery({...options, folder: join(dataDir, 'out')})
          expect(written.files).to.be.least(1)
          expect(readFileSync(join(dataDir, 'out/clips/good.mp4'))).to.deep.equal(movie)
        }
        rmSync(dataDir, {recursive: true})
      }),
      {numRuns: runs, seed, endOnFailure: true},
    )
  })

  it('the same by the program', async () => {
    const {seed} = fuzzOptions(5)
    const commands = [
      ['task', 'list', '--all'],
      ['task', 'archive', '--dry-run'],
      ['cost', '--since', '2026-01-01'],
      ['doctor', '--offline'],
      ['gallery', '--export', 'out'],
      ['video', 'rerun', 'good', '--dry-run'],
    ]
    const runs = fc.sample(cases, {numRuns: 5, seed}).flatMap(one => commands.map(argv => ({one, argv})))
    await inParallel(
      runs,
      async ({one, argv}) => {
        const home = makeHome()
        try {
          write(dataDirOf(home), one)
          const {code, stdout, stderr} = await runKling(argv, {home})
          const about = `${argv.join(' ')}, seed ${seed}: ${JSON.stringify(one)}\n${stderr}`
          expect(stderr, about).to.not.match(/unexpected_error|\n {4}at /)
          if (argv[0] === 'task' && argv[1] === 'list') expect(stdout, about).to.include('task-of-good')
          if (argv[0] === 'gallery' || argv[0] === 'cost') expect(code, about).to.equal(0)
        } finally {
          home.remove()
        }
      },
      2,
    )
  })
})
