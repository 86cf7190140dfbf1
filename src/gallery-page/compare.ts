import type {Clip} from '../lib/gallery/clip.js'
import {copyAndTell} from './announce.js'
import {h, icon, iconButton} from './dom.js'
import {settingsOf} from './facts.js'
import {InStep} from './sync-playback.js'
import {type Text, t} from './texts.js'
import {formatSeconds, titleOf} from './wording.js'

const speeds = [0.25, 0.5, 1, 2]

/** Two clips side by side, in step. */
export class Compare {
  readonly element = h('dialog', {class: 'compare'})
  private inStep: InStep | undefined
  private videos: HTMLVideoElement[] = []

  constructor(private readonly closed: () => void) {
    this.element.addEventListener('close', () => this.leave())
    this.element.addEventListener('keydown', event => this.key(event))
  }

  show(left: Clip, right: Clip): void {
    this.stop()
    const clips = [left, right]
    const playButton = iconButton('pause', t('Pause'), () => this.inStep?.toggle(), t('Space'))
    playButton.classList.add('play')
    const position = h('input', {
      type: 'range',
      class: 'position',
      min: 0,
      max: 1,
      step: 'any',
      value: 0,
      'aria-label': t('Position'),
      oninput: () => this.inStep?.seek(Number(position.value)),
    })
    const time = h('output', {class: 'time'}, '0.00')
    this.videos = clips.map(({file}) => {
      const video = h('video', {playsinline: true, preload: 'auto', tabindex: -1})
      video.muted = true
      video.src = file!.url
      return video
    })
    this.element.setAttribute('aria-label', t('Compare'))
    this.element.replaceChildren(
      h(
        'div',
        {class: 'inside'},
        h('div', {class: 'panes'}, ...clips.map((clip, index) => this.pane(clip, this.videos[index]!))),
        h(
          'div',
          {class: 'transport', role: 'group', 'aria-label': t('Compare')},
          iconButton('back', t('One frame back'), () => this.inStep?.step(-1), ','),
          playButton,
          iconButton('forward', t('One frame forward'), () => this.inStep?.step(1), '.'),
          position,
          time,
          this.choice(
            'Speed',
            speeds.map(speed => [String(speed), `${speed}×`]),
            '1',
            value => this.inStep?.setRate(Number(value)),
          ),
          this.choice(
            'Sound from',
            [
              ['', t('None')],
              ['0', t('Left')],
              ['1', t('Right')],
            ],
            '',
            value => this.videos.forEach((video, index) => (video.muted = String(index) !== value)),
          ),
          iconButton('swap', t('Swap'), () => this.show(right, left), 'x'),
          iconButton('close', t('Close'), () => this.element.close(), 'Esc'),
        ),
        differences(left, right),
      ),
    )
    if (!this.element.open) this.element.showModal()
    playButton.focus()
    const fps = Math.max(...clips.map(({file}) => file?.framesPerSecond ?? 24))
    const inStep = new InStep(this.videos, fps, seconds => {
      position.max = String(inStep.length)
      position.value = String(seconds)
      time.textContent = `${seconds.toFixed(2)} / ${formatSeconds(inStep.length)}`
      setIcon(playButton, inStep.isPlaying)
    })
    this.inStep = inStep
    const {videos} = this
    void Promise.all(videos.map(loaded)).then(() => {
      if (this.inStep !== inStep) return
      inStep.seek(0)
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) inStep.play()
      else setIcon(playButton, false)
    })
  }

  private pane(clip: Clip, video: HTMLVideoElement): HTMLElement {
    return h(
      'figure',
      {class: 'pane'},
      h('div', {class: 'frame', onclick: () => this.inStep?.toggle()}, video),
      h(
        'figcaption',
        {},
        h('span', {class: 'title', title: titleOf(clip)}, titleOf(clip)),
        h(
          'span',
          {class: 'facts'},
          [clip.model, clip.file?.width && `${clip.file.width} × ${clip.file.height}`]
            .filter(Boolean)
            .join(' · '),
        ),
        clip.command !== undefined &&
          h(
            'button',
            {type: 'button', class: 'link', onclick: () => void copyAndTell(clip.command!)},
            t('Copy as command'),
          ),
      ),
    )
  }

  private choice(
    label: Text,
    values: [string, string][],
    chosen: string,
    onChoice: (value: string) => void,
  ): HTMLElement {
    const select = h(
      'select',
      {onchange: () => onChoice(select.value)},
      ...values.map(([value, text]) => h('option', {value, selected: value === chosen}, text)),
    )
    return h('label', {class: 'choice'}, h('span', {}, t(label)), select)
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isField = event.target instanceof HTMLSelectElement
    const isButton = event.target instanceof HTMLButtonElement && !event.target.classList.contains('play')
    const keys: Record<string, () => void> = {
      ' ': () => this.inStep?.toggle(),
      ',': () => this.inStep?.step(-1),
      '.': () => this.inStep?.step(1),
      ArrowLeft: () => this.inStep?.step(-1),
      ArrowRight: () => this.inStep?.step(1),
      x: () => this.element.querySelector<HTMLElement>('[aria-keyshortcuts=x]')?.click(),
      Home: () => this.inStep?.seek(0),
    }
    if (isField || (isButton && event.key === ' ') || !Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    keys[event.key]!()
  }

  private stop(): void {
    this.inStep?.close()
    this.inStep = undefined
    for (const video of this.videos) {
      video.removeAttribute('src')
      video.load()
    }
    this.videos = []
  }

  private leave(): void {
    if (this.element.open) return
    this.stop()
    this.element.replaceChildren()
    this.closed()
  }
}

function setIcon(button: HTMLButtonElement, isPlaying: boolean): void {
  const name = isPlaying ? 'pause' : 'play'
  if (button.dataset.shows === name) return
  button.dataset.shows = name
  button.replaceChildren(icon(name))
  button.setAttribute('aria-label', t(isPlaying ? 'Pause' : 'Play'))
}

function loaded(video: HTMLVideoElement): Promise<void> {
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve()
  return new Promise(done => {
    video.addEventListener('loadeddata', () => done(), {once: true})
    video.addEventListener('error', () => done(), {once: true})
  })
}

/** The settings in which two clips differ, side by side. */
function differences(left: Clip, right: Clip): HTMLElement {
  const sides = [left, right].map(clip => {
    const facts = new Map<string, string>([[t('Prompt'), clip.prompt]])
    for (const [name, value] of settingsOf(clip))
      facts.set(name, [facts.get(name), value].filter(Boolean).join(', '))
    return facts
  })
  const names = new Set(sides.flatMap(facts => [...facts.keys()]))
  const rows = [...names].filter(name => sides[0]!.get(name) !== sides[1]!.get(name))
  if (rows.length === 0) return h('p', {class: 'differences none'}, t('Both have the same settings.'))
  const table = h(
    'table',
    {'aria-label': t('Differences')},
    ...rows.map(name =>
      h('tr', {}, h('th', {scope: 'row'}, name), ...sides.map(facts => h('td', {}, facts.get(name) || '–'))),
    ),
  )
  return h('div', {class: 'differences', tabindex: 0}, table)
}
