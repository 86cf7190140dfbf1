import {KlingError} from '../errors/kling-error.js'
import {releaseBuffer} from '../http/release-buffer.js'
import {t} from '../i18n/translate.js'
import type {PartFile} from './types.js'

/** A result that goes to stdout: what has left cannot be taken back, so only the rest can be fetched again. */
export class StdoutPart implements PartFile {
  size = 0
  readonly ranges = undefined
  validator: string | undefined

  constructor(private readonly stdout: NodeJS.WritableStream) {}

  async write(piece: Uint8Array): Promise<void> {
    const kept = Buffer.from(piece)
    await new Promise<void>((resolve, reject) =>
      this.stdout.write(kept, error => (error ? reject(error) : resolve())),
    )
    this.size += kept.length
    releaseBuffer(kept)
  }

  fill(): void {}

  async split(): Promise<boolean> {
    return false
  }

  async restart(): Promise<void> {
    if (this.size === 0) return
    throw new KlingError(
      'download_error',
      t`The transfer was interrupted, and what was written to stdout cannot be sent again.`,
      {
        hint: t`Download it to a file instead; such a download can be resumed.`,
      },
    )
  }

  async remember(validator: string | undefined): Promise<void> {
    this.validator = validator
  }

  async finish(): Promise<void> {}

  async abandon(): Promise<void> {}
}
