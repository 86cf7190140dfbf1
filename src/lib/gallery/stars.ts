import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {withLock} from '../fs/lock.js'
import {makePrivateFolder, readObject, writeAtomic} from '../fs/atomic-write.js'

/**
 * The clips that somebody likes: `stars.json` in the data folder, `{version, stars: {EXTERNAL_ID: when}}`, with times
 * in ISO 8601. Several processes may change it at once.
 */
export class Stars {
  private readonly path: string

  /** @param folder the data folder */
  constructor(
    private readonly folder: string,
    private readonly clock: () => number = Date.now,
  ) {
    this.path = join(folder, 'stars.json')
  }

  /** External ids of all clips with a star, in the order in which they got it. */
  async all(): Promise<string[]> {
    return Object.keys(await this.read())
  }

  /** Gives a star or takes it away. @returns all ids then; @throws the system's error when it cannot be written */
  async set(id: string, isStarred: boolean): Promise<string[]> {
    await makePrivateFolder(this.folder)
    return withLock(`${this.path}.lock`, async () => {
      const stars = new Map(Object.entries(await this.read()))
      if (!isStarred) stars.delete(id)
      else if (!stars.has(id)) stars.set(id, new Date(this.clock()).toISOString())
      await writeAtomic(this.path, JSON.stringify({version: 1, stars: Object.fromEntries(stars)}) + '\n')
      return [...stars.keys()]
    })
  }

  /** Changes when the stars do. */
  async stamp(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.mtimeMs ?? 0
  }

  private async read(): Promise<Record<string, unknown>> {
    const stars = (await readObject(this.path))?.stars
    return typeof stars === 'object' && stars !== null ? (stars as Record<string, unknown>) : {}
  }
}
