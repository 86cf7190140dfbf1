import {KlingError} from '../errors/kling-error.js'
import {releaseBuffer} from '../http/release-buffer.js'
import {t} from '../i18n/translate.js'
import {type Expected, NotTheResult, headBytes, judgeHead} from './judge-result.js'
import type {PartFile} from './types.js'

/**
 * A result that goes to stdout: what has left cannot be taken back, so only the rest can be fetched again, and nothing
 * leaves before the first bytes are known to be those of a result.
 */
export class StdoutPart implements PartFile {
  size = 0
  readonly ranges = undefined
  validator: string | undefined
  /** The first bytes, until they are judged. */
  private head: Buffer | undefined = Buffer.alloc(0)

  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly expected?: Expected,
  ) {}

  async write(piece: Uint8Array): Promise<void> {
    const kept = Buffer.from(piece)
    if (this.head === undefined) {
      await this.send(kept)
      this.size += piece.length
      return
    }
    this.size += piece.length
    this.head = Buffer.concat([this.head, kept])
    if (this.head.length < headBytes) return
    const received = await this.judge(this.expected)
    if (received === undefined) return
    await this.restart()
    throw new NotTheResult(received)
  }

  /** Lets the first bytes go when they are those of a result. */
  async judge(expected: Expected | undefined): Promise<string | undefined> {
    const {head} = this
    if (head === undefined) return undefined
    const received = expected === undefined ? undefined : judgeHead(head, expected)
    if (received !== undefined) return received
    this.head = undefined
    await this.send(head)
    return undefined
  }

  private async send(bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) =>
      this.stdout.write(bytes, error => (error ? reject(error) : resolve())),
    )
    releaseBuffer(bytes)
  }

  fill(): void {}

  async split(): Promise<boolean> {
    return false
  }

  async restart(): Promise<void> {
    if (this.head !== undefined) {
      this.head = Buffer.alloc(0)
      this.size = 0
      this.validator = undefined
      return
    }
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

  async finish(): Promise<void> {
    await this.judge(undefined)
  }

  async abandon(): Promise<void> {}
}
