import type {Clip} from '../lib/gallery/clip.js'
import {copyAndTell} from './announce.js'
import {h, icon, iconButton} from './dom.js'
import {commandBox, detailsOf, factList, settingsOf} from './facts.js'
import {type Text, t} from './texts.js'
import {store} from './store.js'
import {formatReason, formatState, titleOf} from './wording.js'

export interface ViewerActions {
  star(clip: Clip): void
  mark(clip: Clip): void
  /** Called with the clip that was seen last. */
  closed(clip: Clip): void
}

const nextLabels: Record<string, Text> = {
  remote: 'Download',
  running: 'Follow the task',
}

/** One clip, large, with all that is known of it. */
export class Viewer {
  readonly element = h('dialog', {class: 'viewer'})
  private clip: Clip | undefined
  private player: HTMLMediaElement | undefined
  private isMuted = true

  constructor(private readonly actions: ViewerActions) {
    // The key Esc. The event `close` comes a moment later; until then, keys would be for another clip.
    this.element.addEventListener('cancel', () => this.close())
    this.element.addEventListener('close', () => this.leave())
    this.element.addEventListener('keydown', event => this.key(event))
    // Where the dialog itself is hit, its inside is not.
    this.element.addEventListener('click', event => event.target === this.element && this.close())
  }

  get isOpen(): boolean {
    return this.element.open
  }

  show(clip: Clip): void {
    this.render(clip)
    if (!this.isOpen) this.element.showModal()
    this.element.querySelector<HTMLElement>('.stage')?.focus()
  }

  close(): void {
    this.element.close()
    this.leave()
  }

  /** Shows what has changed of the clip. */
  update(): void {
    if (!this.isOpen || !this.clip) return
    const clip = store.get(this.clip.id)
    if (!clip) return this.close()
    this.render(clip, clip.file?.url === this.clip.file?.url)
  }

  private render(clip: Clip, keepsPlayer = false): void {
    const {player} = this
    if (player && !keepsPlayer) this.stop()
    this.clip = clip
    const stage = h(
      'div',
      {class: 'stage', tabindex: -1},
      ...(keepsPlayer && player ? [player] : this.stage(clip)),
    )
    this.element.setAttribute('aria-label', titleOf(clip))
    this.element.replaceChildren(h('div', {class: 'inside'}, stage, this.side(clip)))
    if (keepsPlayer && player) void player.play().catch(() => {})
  }

  private stage(clip: Clip): Node[] {
    const {file} = clip
    if (!file) {
      const sign =
        clip.phase === 'failed' ? icon('alert') : clip.phase === 'remote' ? icon('download') : false
      return [
        h(
          'div',
          {class: `picture ${clip.phase}`},
          h('span', {class: sign ? 'sign' : 'sign turning'}, sign),
          h('span', {class: 'state'}, formatState(clip)),
          clip.phase === 'failed' && h('span', {class: 'reason'}, formatReason(clip) || t('no reason given')),
        ),
      ]
    }
    const player = h(file.type, {controls: true, loop: true, playsinline: true, preload: 'auto'})
    player.muted = this.isMuted && file.type === 'video'
    player.addEventListener('volumechange', () => (this.isMuted = player.muted))
    player.src = file.url
    this.player = player
    if (file.type === 'video') void player.play().catch(() => {})
    return [player]
  }

  private side(clip: Clip): HTMLElement {
    const {prompt, command, next} = clip
    const isStarred = store.stars.has(clip.id)
    const star = iconButton(
      'star',
      t(isStarred ? 'Remove the star' : 'Add a star'),
      () => this.actions.star(clip),
      's',
    )
    star.setAttribute('aria-pressed', String(isStarred))
    star.disabled = store.isCopy
    const settings = settingsOf(clip)
    return h(
      'aside',
      {class: 'side'},
      h(
        'div',
        {class: 'tools'},
        iconButton('left', t('Previous'), () => this.go(-1), '←'),
        iconButton('right', t('Next'), () => this.go(1), '→'),
        h('span', {class: 'space'}),
        clip.file?.type === 'video' &&
          iconButton('compare', t('Compare'), () => this.actions.mark(clip), 'c'),
        star,
        iconButton('close', t('Close'), () => this.close(), 'Esc'),
      ),
      h(
        'section',
        {class: 'prompt'},
        h('h3', {}, t('Prompt')),
        h('p', {class: prompt ? 'words' : 'words none'}, prompt || t('No prompt')),
        prompt !== '' &&
          h(
            'button',
            {type: 'button', class: 'link', onclick: () => void copyAndTell(prompt)},
            t('Copy prompt'),
          ),
      ),
      next !== undefined && this.nextBox(clip, next),
      command !== undefined && this.againBox(clip, command),
      settings.length > 0 && h('section', {}, h('h3', {}, t('Settings')), factList(settings)),
      h('section', {}, h('h3', {}, t('Details')), factList(detailsOf(clip)), this.pathButton(clip)),
    )
  }

  private nextBox({phase, state, missing}: Clip, next: string): HTMLElement {
    const isLost = state === 'unknown' || state === 'sending'
    const box = commandBox(
      t(isLost ? 'Check the outcome' : (nextLabels[phase] ?? 'Follow the task')),
      next,
      'next',
    )
    if (missing) box.append(h('p', {class: 'hint'}, t('The file {0} no longer exists.', missing)))
    if (phase === 'remote') box.append(h('p', {class: 'hint'}, t('Kling keeps results for 30 days.')))
    return box
  }

  private againBox({isPartial}: Clip, command: string): HTMLElement {
    const box = commandBox(t('Create again'), command, 'again')
    if (isPartial)
      box.append(
        h(
          'p',
          {class: 'hint'},
          t('Only the model and the start of the prompt are known: the request was not kept.'),
        ),
      )
    return box
  }

  private pathButton({file}: Clip): Node | string {
    if (file?.folder === undefined) return ''
    const separator = file.folder.includes('\\') ? '\\' : '/'
    const path = file.folder.replace(/[\\/]$/, '') + separator + file.name
    return h('button', {type: 'button', class: 'link', onclick: () => void copyAndTell(path)}, t('Copy path'))
  }

  /** To a clip before or behind this one, as they hang on the wall. */
  private go(step: number): void {
    const index = store.shown.findIndex(({id}) => id === this.clip?.id)
    const clip = index < 0 ? undefined : store.shown[index + step]
    if (clip) this.show(clip)
  }

  private key(event: KeyboardEvent): void {
    const {clip, player} = this
    if (!clip || event.ctrlKey || event.metaKey || event.altKey) return
    const frame = 1 / (clip.file?.framesPerSecond ?? 24)
    const step = (count: number): void => {
      if (!player) return
      player.pause()
      player.currentTime = Math.max(0, player.currentTime + count * frame)
    }
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.go(-1),
      h: () => this.go(-1),
      ArrowRight: () => this.go(1),
      l: () => this.go(1),
      ',': () => step(-1),
      '.': () => step(1),
      s: () => this.actions.star(clip),
      c: () => this.actions.mark(clip),
      y: () => clip.command !== undefined && void copyAndTell(clip.command),
      n: () => clip.next !== undefined && void copyAndTell(clip.next),
      ' ': () => (player?.paused ? void player.play() : player?.pause()),
    }
    const isButton = event.key === ' ' && event.target instanceof HTMLButtonElement
    const action = isButton || !Object.hasOwn(keys, event.key) ? undefined : keys[event.key]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  private stop(): void {
    this.player?.pause()
    this.player?.removeAttribute('src')
    this.player?.load()
    this.player = undefined
  }

  /** The event `close` comes later: by then another clip may be shown. */
  private leave(): void {
    const {clip} = this
    if (!clip || this.isOpen) return
    this.stop()
    this.element.replaceChildren()
    this.clip = undefined
    this.actions.closed(clip)
  }
}
