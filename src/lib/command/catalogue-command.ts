import {rm} from 'node:fs/promises'
import type {Command} from '@oclif/core'
import {type Edition, editionUrl, readEdition} from '../catalog/read-edition.js'
import {downloadedFile, joinSigned} from '../catalog/downloaded.js'
import {writeAtomic} from '../fs/atomic-write.js'
import {createTransport} from '../http/transport.js'
import {BaseCommand} from './base-command.js'

/** What the commands that look after the catalogue share: where an edition comes from and where it is kept. */
export abstract class CatalogueCommand<T extends typeof Command, Result> extends BaseCommand<T, Result> {
  /** Reads an edition from a file, a URL, or where the project publishes it. */
  protected readEdition(source: string = editionUrl): Promise<Edition> {
    const fetch = (): ReturnType<typeof createTransport> => createTransport({env: process.env})
    return readEdition(source, {fetch, signal: this.interruption})
  }

  /** Puts an edition in use, at once and whole. */
  protected async keep({bytes, signature}: Edition): Promise<void> {
    await writeAtomic(downloadedFile(this.config.dataDir), joinSigned(bytes, signature))
  }

  /** Goes back to the edition that came with the program. */
  protected async forget(): Promise<void> {
    await rm(downloadedFile(this.config.dataDir), {force: true})
  }
}
