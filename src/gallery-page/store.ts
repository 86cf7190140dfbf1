import type {Clip, GalleryNews, GalleryState} from '../lib/gallery/clip.js'
import {type Filter, everything, filtered, fromHash, toHash} from './filter.js'

declare global {
  /** What a copy of the gallery without a server is of. */
  var klingGallery: GalleryState | undefined
}

/** What a change was about. */
export type Change = 'clips' | 'stars' | 'filter' | 'line'

/** All that the page knows, and who is notified when it changes. */
class Store {
  /** Newest first. */
  clips: Clip[] = []
  stars = new Set<string>()
  filter: Filter = fromHash(location.hash)
  /** What the filter lets through. */
  shown: Clip[] = []
  isLoaded = false
  isCopy = false
  /** Whether news arrive: `lost` may come back, `ended` not. */
  line: 'open' | 'lost' | 'ended' = 'open'
  private readonly byId = new Map<string, Clip>()
  private readonly listeners: ((changes: Set<Change>, news: GalleryNews) => void)[] = []

  get(id: string): Clip | undefined {
    return this.byId.get(id)
  }

  onChange(listener: (changes: Set<Change>, news: GalleryNews) => void): void {
    this.listeners.push(listener)
  }

  /** Takes in all that there is, or what is new. */
  take(news: GalleryNews, isAll = false): void {
    if (isAll) this.byId.clear()
    for (const id of news.removed ?? []) this.byId.delete(id)
    for (const clip of news.clips) this.byId.set(clip.id, clip)
    if (news.stars) this.stars = new Set(news.stars)
    this.isLoaded = true
    if (isAll || news.clips.length > 0 || news.removed?.length)
      this.clips = [...this.byId.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
    this.change(news, 'clips', ...(news.stars ? (['stars'] as const) : []))
  }

  choose(part: Partial<Filter>): void {
    this.filter = {...this.filter, ...part}
    const hash = toHash(this.filter)
    history.replaceState(null, '', hash ? `#${hash}` : location.pathname)
    this.change({clips: []}, 'filter')
  }

  clearFilter(): void {
    this.choose(everything)
  }

  setLine(line: Store['line']): void {
    if (line === this.line) return
    this.line = line
    this.change({clips: []}, 'line')
  }

  /** @returns whether it could be kept */
  async star(id: string): Promise<boolean> {
    const starred = !this.stars.has(id)
    const answer = await fetch('stars', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({id, starred}),
    }).catch(() => undefined)
    return answer?.ok ?? false
  }

  private change(news: GalleryNews, ...changes: Change[]): void {
    this.shown = filtered(this.clips, this.filter, this.stars, Date.now())
    for (const listener of this.listeners) listener(new Set(changes), news)
  }
}

export const store = new Store()

/** Follows the server's news; a copy has all there will ever be. */
export function follow(begin: (state: GalleryState) => void): void {
  const still = globalThis.klingGallery
  if (still) {
    store.isCopy = true
    begin(still)
    store.take(still, true)
    return
  }
  const source = new EventSource('events')
  source.addEventListener('all', event => {
    const state = JSON.parse(event.data as string) as GalleryState
    if (!store.isLoaded) begin(state)
    store.setLine('open')
    store.take(state, true)
  })
  source.addEventListener('news', event => store.take(JSON.parse(event.data as string) as GalleryNews))
  source.addEventListener('error', () =>
    store.setLine(source.readyState === EventSource.CLOSED ? 'ended' : 'lost'),
  )
}
