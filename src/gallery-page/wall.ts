import type {Clip} from '../lib/gallery/clip.js'
import {Card, type CardActions, type CardState} from './card.js'
import {h} from './dom.js'
import {dayOf} from './filter.js'
import {type Box, type Room, type Wall as Layout, boxesBetween, layOut, neighbour} from './layout.js'
import {holdPosters} from './posters.js'
import {store} from './store.js'
import {t} from './texts.js'
import {formatDate, formatMonth} from './wording.js'

/** What is this far outside of the window is there already when it comes in, in px. */
const margin = 500
/** A pointer that only passes starts nothing. */
const hoverMs = 90
/** With fewer clips a day, months stand in the headings. */
const fewPerDay = 3

/** By the width of the window. */
const rooms: [number, Omit<Room, 'width'>][] = [
  [560, {rowHeight: 190, gap: 14, captionHeight: 50, headingHeight: 48}],
  [1000, {rowHeight: 200, gap: 18, captionHeight: 52, headingHeight: 56}],
  [1800, {rowHeight: 232, gap: 22, captionHeight: 54, headingHeight: 60}],
  [Infinity, {rowHeight: 280, gap: 26, captionHeight: 56, headingHeight: 64}],
]

const dayMs = 24 * 3600_000

/** Width over height: of the picture; where there will be one, the usual; where there is none, as little as will do. */
function ratioOf({file, phase}: Clip): number {
  if (file?.width && file.height) return file.width / file.height
  if (file?.type === 'audio') return 1
  if (phase === 'failed') return 0.7
  return phase === 'remote' ? 1.15 : 16 / 9
}

/** The clips that are shown. Only those that are in sight, or nearly so, are in the document. */
export class Wall {
  readonly element = h('main', {class: 'wall', role: 'feed', 'aria-label': t('Kling gallery')})
  private layout: Layout = {boxes: [], headings: [], height: 0}
  private room: Room = {width: 0, ...rooms[0]![1]}
  private readonly boxes = new Map<string, Box>()
  private readonly cards = new Map<string, Card>()
  private readonly headings = new Map<string, HTMLElement>()
  private hasDays = true
  private isDue = false
  /** The card that keys are for. */
  private current: string | undefined
  /** The clip that is chosen to be compared. */
  marked: string | undefined

  constructor(private readonly actions: CardActions) {
    addEventListener(
      'scroll',
      () => {
        holdPosters()
        this.soon()
      },
      {passive: true},
    )
    addEventListener('resize', () => this.update())
    this.element.addEventListener('pointerover', event => this.hover(event))
    this.element.addEventListener('focusin', event => {
      const id = (event.target as Element).closest<HTMLElement>('.card')?.dataset.id
      if (id !== undefined) this.setCurrent(id)
    })
    setInterval(() => {
      for (const card of this.cards.values()) card.tick(Date.now())
    }, 1000)
  }

  /** The clip that keys are for, if the focus is on the wall. */
  get focused(): Clip | undefined {
    const isHere = this.element.contains(document.activeElement)
    return isHere && this.current !== undefined ? store.get(this.current) : undefined
  }

  /** Hangs the clips again; what is in sight stays where it is. */
  update(): void {
    const anchor = this.anchor()
    const width = this.element.clientWidth
    this.room = {width, ...rooms.find(([limit]) => width < limit)![1]}
    const days = store.shown.map(clip => dayOf(clip.created_at))
    this.hasDays = days.length >= new Set(days).size * fewPerDay
    const items = store.shown.map((clip, index) => ({
      id: clip.id,
      ratio: ratioOf(clip),
      group: this.hasDays ? days[index]! : days[index]!.slice(0, 7),
    }))
    this.layout = layOut(items, this.room)
    this.boxes.clear()
    for (const box of this.layout.boxes) this.boxes.set(box.id, box)
    if (this.current === undefined || !this.boxes.has(this.current)) this.current = items[0]?.id
    this.element.style.height = `${this.layout.height}px`
    const box = anchor && this.boxes.get(anchor.id)
    if (anchor && box) scrollBy(0, this.top() + box.y - anchor.y)
    this.render()
  }

  move(step: 'left' | 'right' | 'up' | 'down' | 'first' | 'last'): void {
    const {boxes} = this.layout
    const from = this.current === undefined ? undefined : this.boxes.get(this.current)
    if (step === 'first' || step === 'last') return this.focus(boxes.at(step === 'first' ? 0 : -1)?.id)
    // The first key only shows where one is.
    if (!from || !this.element.contains(document.activeElement)) return this.focus(this.firstInSight())
    this.focus(neighbour(this.layout, from, step)?.id)
  }

  /** Moves the focus to a card and brings it into sight. */
  focus(id: string | undefined): void {
    const box = id === undefined ? undefined : this.boxes.get(id)
    if (!box) return
    this.setCurrent(box.id)
    const top = this.top() + box.y
    const bottom = top + box.height + this.room.captionHeight
    const head = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
    const clear = 16 + (box.row === 0 ? this.room.headingHeight : 0)
    if (top < head + clear) scrollBy(0, top - head - clear)
    else if (bottom > innerHeight - 16) scrollBy(0, bottom - innerHeight + 16)
    this.render()
    this.cards.get(box.id)?.element.focus({preventScroll: true})
  }

  togglePlay(): void {
    if (this.current !== undefined) this.cards.get(this.current)?.toggle()
  }

  /** Stops whatever plays: something else takes the stage. */
  stop(): void {
    for (const card of this.cards.values()) card.stop()
  }

  private setCurrent(id: string): void {
    const before = this.current
    this.current = id
    for (const [one, card] of this.cards) if (one === before || one === id) this.setTabStop(card)
  }

  /** Of all cards one is reached with Tab; the buttons of the others would be in the way. */
  private setTabStop({element, state}: Card): void {
    const index = state.clip.id === this.current ? 0 : -1
    element.tabIndex = index
    for (const button of element.querySelectorAll('button')) button.tabIndex = index
  }

  private firstInSight(): string | undefined {
    const {boxes} = this.layout
    const head = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
    return boxes.find(({y, height}) => this.top() + y + height / 2 > head)?.id
  }

  /** Where the wall begins, from the top of the window. */
  private top(): number {
    return this.element.getBoundingClientRect().top
  }

  private anchor(): {id: string; y: number} | undefined {
    const top = this.top()
    if (top >= 0) return undefined
    const box = this.layout.boxes.find(({y, height}) => top + y + height > 0)
    return box && {id: box.id, y: top + box.y}
  }

  private soon(): void {
    if (this.isDue) return
    this.isDue = true
    requestAnimationFrame(() => {
      this.isDue = false
      this.render()
    })
  }

  /** Puts the cards in sight into the document and takes the others out; that with the focus stays. */
  private render(): void {
    const top = -this.top()
    const [from, to] = [top - margin, top + innerHeight + margin]
    const near = boxesBetween(this.layout, from, to, this.room.captionHeight)
    const focused = this.focused && this.boxes.get(this.focused.id)
    const wanted = new Map(near.map(box => [box.id, box]))
    if (focused) wanted.set(focused.id, focused)
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue
      card.remove()
      this.cards.delete(id)
    }
    for (const box of wanted.values()) this.place(box)
    this.renderHeadings(from, to)
  }

  private place(box: Box): void {
    const clip = store.get(box.id)!
    const state: CardState = {
      clip,
      isStarred: store.stars.has(box.id),
      isMarked: this.marked === box.id,
      isCopy: store.isCopy,
      hasDay: this.hasDays,
    }
    let card = this.cards.get(box.id)
    const isAsBefore =
      card && (Object.keys(state) as (keyof CardState)[]).every(key => card!.state[key] === state[key])
    if (!card || !isAsBefore) {
      const hadFocus = card?.element.contains(document.activeElement)
      const next = new Card(state, this.actions)
      if (card) {
        card.element.after(next.element)
        card.remove()
      } else this.insert(next.element, box.index)
      this.cards.set(box.id, next)
      card = next
      this.setTabStop(card)
      if (hadFocus) card.element.focus({preventScroll: true})
    }
    const {element} = card
    element.style.transform = `translate(${box.x}px, ${box.y}px)`
    element.style.width = `${box.width}px`
    ;(element.firstElementChild as HTMLElement).style.height = `${box.height}px`
    element.setAttribute('aria-posinset', String(box.index + 1))
    element.setAttribute('aria-setsize', String(this.layout.boxes.length))
  }

  /** Keeps the cards in their order, for those who read them one after another. */
  private insert(element: HTMLElement, index: number): void {
    const after = [...this.element.querySelectorAll<HTMLElement>('.card')].find(
      other => (this.boxes.get(other.dataset.id!)?.index ?? 0) > index,
    )
    this.element.insertBefore(element, after ?? null)
  }

  private renderHeadings(from: number, to: number): void {
    const wanted = this.layout.headings.filter(({y}) => y >= from && y <= to)
    const texts = new Set(wanted.map(({group}) => group))
    for (const [group, heading] of this.headings) {
      if (texts.has(group)) continue
      heading.remove()
      this.headings.delete(group)
    }
    const [today, yesterday] = [dayOf(Date.now()), dayOf(Date.now() - dayMs)]
    for (const {group, y} of wanted) {
      const heading = this.headings.get(group) ?? h('h2', {class: 'heading'})
      heading.textContent = group.length > 7 ? formatDate(group, today, yesterday) : formatMonth(group)
      heading.style.transform = `translate(0, ${y}px)`
      if (!this.headings.has(group)) this.element.prepend(heading)
      this.headings.set(group, heading)
    }
  }

  /** Plays the clip below the pointer; not for those who want things to keep still. */
  private hover(event: PointerEvent): void {
    if (event.pointerType !== 'mouse' || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const element = (event.target as Element).closest<HTMLElement>('.card')
    const card = element && this.cards.get(element.dataset.id!)
    if (!card || card.element.classList.contains('plays')) return
    const timer = setTimeout(() => {
      this.stop()
      card.play()
    }, hoverMs)
    const leave = (): void => {
      clearTimeout(timer)
      card.stop()
    }
    element.addEventListener('pointerleave', leave, {once: true})
  }
}
