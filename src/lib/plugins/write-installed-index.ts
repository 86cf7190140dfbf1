import {writeAtomic} from '../fs/atomic-write.js'
import {type IndexFile, type InstalledPlugin, indexPath} from './installed-index.js'

/** Replaces the index of plugins. */
export async function writeInstalledIndex(dataDir: string, plugins: InstalledPlugin[]): Promise<void> {
  const sorted = [...plugins].sort((a, b) => (a.name < b.name ? -1 : 1))
  await writeAtomic(indexPath(dataDir), JSON.stringify({version: 1, plugins: sorted} satisfies IndexFile))
}
