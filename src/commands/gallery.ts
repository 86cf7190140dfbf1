import {Flags} from '@oclif/core'
import {join, resolve} from 'node:path'
import {watchJournal} from '../lib/follow/watch.js'
import {openPage} from '../lib/terminal/open-externally.js'
import {TaskCommand} from '../lib/command/task-command.js'
import {senderOf} from '../lib/tasks/reconcile.js'
import type {KlingError} from '../lib/errors/kling-error.js'
import type {Exported} from '../lib/gallery/export.js'
import {Collection} from '../lib/gallery/collection.js'
import type {GalleryOptions} from '../lib/gallery/server.js'
import {Stars} from '../lib/gallery/stars.js'
import {language, t} from '../lib/i18n/translate.js'
import {programRoot} from '../lib/config/program-root.js'
import {formatBytes} from '../lib/terminal/text.js'

/** No task takes longer, in seconds; the next start looks again. */
const longestFollow = 24 * 3600

/** A gallery that is served: printed as soon as it is, while the command goes on. */
export interface GalleryServer {
  /** Its address, which lets a browser in. */
  url: string
  /** Process that serves it. */
  pid: number
}

/** A gallery that was written as files. */
export interface GalleryExport extends Exported {
  /** The folder. */
  output: string
}

/** The outcome of a gallery. */
export type GalleryResult = GalleryServer | GalleryExport

export default class Gallery extends TaskCommand<typeof Gallery, GalleryResult> {
  static override summary = 'view all clips in the browser: on a wall or side by side, updated live'

  static override description =
    'Serves a page on this machine until you press Ctrl-C; only a browser that opens the printed address ' +
    'gets access. The page shows the tasks in the journal and the downloaded files, and updates while tasks ' +
    'run. Open tasks are followed if keys are set. With --export, the page is written to a folder and works ' +
    'without a server.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --port 8090 --no-open',
    {
      description: 'export a folder to keep or share; open its index.html',
      command: '<%= config.bin %> <%= command.id %> --export my-clips --starred',
    },
  ]

  static override flags = {
    port: Flags.integer({summary: 'port on 127.0.0.1; 0 picks a free one', default: 0, min: 0, max: 65_535}),
    open: Flags.boolean({
      summary: 'open the browser (default on a terminal; turn off with --no-open)',
      allowNo: true,
    }),
    follow: Flags.boolean({
      summary: 'poll the service for open tasks; --no-follow shows only what other commands find out',
      default: true,
      allowNo: true,
    }),
    export: Flags.string({
      summary: 'write the page and the clips to this folder instead',
      helpValue: 'DIR',
    }),
    starred: Flags.boolean({summary: 'only starred clips'}),
    force: Flags.boolean({summary: 'export to a folder that is not empty', dependsOn: ['export']}),
  }

  async run(): Promise<GalleryExport | undefined> {
    return this.flags.export === undefined ? this.serve() : this.write(this.flags.export)
  }

  private async write(name: string): Promise<GalleryExport> {
    const {starred, force} = this.flags
    const folder = resolve(name)
    const {exportGallery} = await import('../lib/gallery/export.js')
    const written = await exportGallery({...this.stage(), folder, force, onlyStarred: starred})
    return {output: folder, ...written}
  }

  protected override view(result: GalleryResult): string {
    if ('url' in result) {
      this.hint(t`The gallery is available only at this address. Press Ctrl-C to stop.`)
      return result.url
    }
    const {output, clips, bytes} = result
    this.hint(t`Open ${join(output, 'index.html')} in a browser.`)
    return `${this.screen.paint('green', `✓ ${output}`)}  ${t`${clips} clips`}${t`, `}${formatBytes(bytes)}`
  }

  /** Serves the page until it is stopped. */
  private async serve(): Promise<undefined> {
    const stop = this.interruption
    const {startGallery} = await import('../lib/gallery/server.js')
    const server = await startGallery({
      ...this.stage(),
      port: this.flags.port,
      onlyStarred: this.flags.starred,
    })
    this.print({url: server.url, pid: process.pid})
    const isForPeople = process.stdout.isTTY && !this.flags.json
    if (this.flags.open ?? isForPeople) await openPage(server.urlForOnce(), process.env)
    if (this.flags.follow) void this.follow()
    if (!stop.aborted) await new Promise(done => stop.addEventListener('abort', done, {once: true}))
    await server.close()
    // Being stopped is how it ends, so nothing is said; the exit code tells, as for every command.
    process.exitCode = (stop.reason as KlingError).oclif.exit
  }

  private follow(): Promise<void> {
    return watchJournal({
      // A task whose own process still runs is left to it.
      read: async () => (await this.reader.pending()).filter(record => senderOf(record) !== 'other'),
      connectionOf: record => this.connectionOf(record),
      journal: this.journal,
      signal: this.interruption,
      timeoutSeconds: longestFollow,
      lookMs: 2000,
      untilStopped: true,
      warn: message => this.note(t`Some open tasks cannot be followed: ${message}`),
    })
  }

  private stage(): Pick<GalleryOptions, 'collection' | 'stars' | 'pageFolder' | 'language'> {
    const {dataDir} = this.config
    return {
      collection: new Collection({dataDir, isPublic: this.flags.export !== undefined}),
      stars: new Stars(dataDir),
      pageFolder: join(programRoot, 'dist/gallery'),
      language: language(),
    }
  }
}
