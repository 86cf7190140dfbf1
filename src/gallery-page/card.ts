import type {Clip} from '../lib/gallery/clip.js'
import {copyAndTell} from './announce.js'
import {h, icon, iconButton} from './dom.js'
import {askForPoster, forgetPoster, posterOf} from './posters.js'
import {t} from './texts.js'
import {
  formatDay,
  formatElapsed,
  formatReason,
  formatSeconds,
  formatState,
  formatTime,
  titleOf,
} from './wording.js'

/** What a card can be asked to do to its clip. */
export interface CardActions {
  open(clip: Clip): void
  star(clip: Clip): void
  mark(clip: Clip): void
}

export interface CardState {
  clip: Clip
  isStarred: boolean
  isMarked: boolean
  isCopy: boolean
  /** Whether the heading above says the day. */
  hasDay: boolean
}

/** One clip on the wall. */
export class Card {
  readonly element: HTMLElement
  private readonly picture: HTMLElement
  private video: HTMLVideoElement | undefined

  constructor(
    readonly state: CardState,
    private readonly actions: CardActions,
  ) {
    const {clip} = state
    this.picture = h(
      'div',
      {class: `picture ${clip.phase}`, onclick: () => actions.open(clip)},
      ...this.content(),
    )
    this.element = h(
      'article',
      {
        class: `card${state.isMarked ? ' marked' : ''}`,
        tabindex: -1,
        'data-id': clip.id,
        'aria-label': [titleOf(clip), clip.model, formatState(clip), state.isStarred && t('Starred')]
          .filter(Boolean)
          .join(', '),
      },
      this.picture,
      this.buttons(),
      this.caption(),
    )
    if (clip.file?.type === 'video') this.showPoster()
  }

  /** Plays without sound, from the start. */
  play(): void {
    const {file} = this.state.clip
    if (this.video || file?.type !== 'video') return
    const video = h('video', {loop: true, playsinline: true, tabindex: -1, 'aria-hidden': 'true'})
    video.muted = true
    video.addEventListener('playing', () => video.classList.add('playing'), {once: true})
    video.src = file.url
    this.video = video
    this.picture.prepend(video)
    this.element.classList.add('plays')
    // It may be taken away before it has begun.
    void video.play().catch(() => {})
  }

  stop(): void {
    const {video} = this
    if (!video) return
    this.video = undefined
    this.element.classList.remove('plays')
    video.remove()
    video.removeAttribute('src')
    video.load()
  }

  toggle(): void {
    if (this.video) this.stop()
    else this.play()
  }

  /** Counts the time of a task that runs. */
  tick(now: number): void {
    const elapsed = this.element.querySelector('.elapsed')
    if (elapsed) elapsed.textContent = elapsedOf(this.state.clip, now)
  }

  remove(): void {
    forgetPoster(this.state.clip)
    this.stop()
    this.element.remove()
  }

  private content(): (Node | false)[] {
    const {clip} = this.state
    if (clip.phase === 'ready') {
      const length = clip.file?.seconds
      return [
        clip.file?.type === 'audio' && h('span', {class: 'sign'}, icon('sound')),
        length !== undefined && h('span', {class: 'length'}, formatSeconds(length)),
      ]
    }
    if (clip.state === 'unknown') {
      return [
        h('span', {class: 'sign'}, icon('alert')),
        h('span', {class: 'state'}, formatState(clip)),
        clip.next !== undefined && copyChip(t('Copy command'), clip.next),
      ]
    }
    if (clip.phase === 'running') {
      return [
        h('span', {class: 'sign turning'}),
        h('span', {class: 'state'}, formatState(clip)),
        h('span', {class: 'elapsed', role: 'timer', 'aria-live': 'off'}, elapsedOf(clip, Date.now())),
      ]
    }
    if (clip.phase === 'failed') {
      return [
        h('span', {class: 'sign'}, icon('alert')),
        h('span', {class: 'state'}, formatState(clip)),
        h('span', {class: 'reason'}, formatReason(clip)),
      ]
    }
    return [
      h('span', {class: 'sign'}, icon('download')),
      h(
        'span',
        {class: 'state'},
        clip.missing ? t('The file {0} no longer exists.', clip.missing) : formatState(clip),
      ),
      clip.next !== undefined && copyChip(t('Copy download command'), clip.next),
    ]
  }

  private buttons(): HTMLElement {
    const {clip, isStarred, isMarked, isCopy} = this.state
    const star = iconButton(
      'star',
      t(isStarred ? 'Remove the star' : 'Add a star'),
      () => this.actions.star(clip),
      's',
    )
    star.setAttribute('aria-pressed', String(isStarred))
    const mark = iconButton(
      'compare',
      t(isMarked ? 'Remove from comparison' : 'Compare'),
      () => this.actions.mark(clip),
      'c',
    )
    mark.setAttribute('aria-pressed', String(isMarked))
    star.disabled = isCopy
    for (const button of [star, mark]) button.tabIndex = -1
    return h('div', {class: 'buttons'}, clip.file?.type === 'video' && mark, (!isCopy || isStarred) && star)
  }

  private caption(): HTMLElement {
    const {clip, hasDay} = this.state
    const when = hasDay ? formatTime(clip.created_at) : formatDay(clip.created_at)
    return h(
      'div',
      {class: 'caption'},
      h('p', {class: 'title', title: titleOf(clip)}, titleOf(clip)),
      h('p', {class: 'facts'}, [clip.model, when].filter(Boolean).join(' · ')),
    )
  }

  private showPoster(): void {
    const {clip} = this.state
    const known = posterOf(clip)
    if (known !== undefined) return this.hang(known === 'none' ? undefined : known)
    this.picture.classList.add('blank')
    askForPoster(clip, this.picture, poster => this.hang(poster))
  }

  private hang(poster: string | HTMLCanvasElement | undefined): void {
    this.picture.classList.remove('blank')
    if (poster === undefined) {
      this.picture.append(
        h('span', {class: 'sign'}, icon('alert')),
        h('span', {class: 'state'}, t('This browser cannot play it')),
      )
    } else if (typeof poster === 'string') {
      this.picture.prepend(h('img', {class: 'poster', alt: '', src: poster, draggable: 'false'}))
    } else {
      poster.className = 'poster'
      this.picture.prepend(poster)
    }
  }
}

/** Time since it was submitted; of what was last heard of days ago, nothing is known. */
function elapsedOf({created_at}: Clip, now: number): string {
  const ms = now - Date.parse(created_at)
  return ms > 24 * 3600_000 ? formatDay(created_at) : formatElapsed(ms)
}

/** A small button that copies a command. */
export function copyChip(label: string, command: string): HTMLButtonElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'chip',
      tabindex: -1,
      title: command,
      onclick: (event: Event) => {
        event.stopPropagation()
        void copyAndTell(command)
      },
    },
    icon('copy'),
    label,
  )
}
