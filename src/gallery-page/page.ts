import type {Clip, GalleryNews} from '../lib/gallery/clip.js'
import {copyAndTell, tell} from './announce.js'
import {Bar} from './bar.js'
import {Compare} from './compare.js'
import {h, icon, remembered} from './dom.js'
import {commandBox} from './facts.js'
import {type Language, t, useLanguage} from './texts.js'
import {follow, store} from './store.js'
import {Viewer} from './viewer.js'
import {Wall} from './wall.js'
import {titleOf} from './wording.js'

/** Builds the page, once the language is known. */
// eslint-disable-next-line max-lines-per-function -- the one place where the parts of the page are made and wired
function begin(language: string): void {
  const chosen = remembered('language') ?? language
  useLanguage(chosen.startsWith('zh') ? 'zh' : ('en' satisfies Language))
  document.documentElement.lang = chosen.startsWith('zh') ? 'zh-CN' : 'en'
  document.title = t('Kling gallery')

  const star = async ({id}: Clip): Promise<void> => {
    if (store.isCopy) return
    const isNew = !store.stars.has(id)
    if (await store.star(id)) tell(t(isNew ? 'Star added.' : 'Star removed.'))
    else tell(t('The star could not be saved.'))
  }
  /** The first clip is kept in mind; the second one is shown next to it. */
  const mark = (clip: Clip): void => {
    if (clip.file?.type !== 'video') return tell(t('Only clips on this machine can be compared.'))
    const first = wall.marked === undefined ? undefined : store.get(wall.marked)
    wall.marked = first ? undefined : clip.id
    if (viewer.isOpen) viewer.close()
    if (first && first.id !== clip.id) {
      wall.stop()
      compare.show(first, clip)
    }
    showTray()
    wall.update()
  }
  const wall = new Wall({
    open: clip => {
      wall.stop()
      viewer.show(clip)
    },
    star: clip => void star(clip),
    mark,
  })
  const viewer = new Viewer({star: clip => void star(clip), mark, closed: clip => wall.focus(clip.id)})
  const compare = new Compare(() => wall.update())
  const help = helpDialog()
  const bar = new Bar(() => help.showModal())
  const notice = h('p', {class: 'notice', role: 'status', hidden: true})
  const empty = h('div', {class: 'empty', hidden: true})
  const tray = h('div', {class: 'tray', role: 'status', hidden: true})
  document.body.replaceChildren(
    bar.element,
    notice,
    empty,
    wall.element,
    tray,
    viewer.element,
    compare.element,
    help,
  )

  function showTray(): void {
    const clip = wall.marked === undefined ? undefined : store.get(wall.marked)
    tray.hidden = !clip
    if (!clip) return
    tray.replaceChildren(
      icon('compare'),
      h('p', {}, h('strong', {}, titleOf(clip)), h('span', {}, t('Select another clip to compare.'))),
      h('button', {type: 'button', class: 'button', onclick: unmark}, t('Cancel')),
    )
  }
  function unmark(): void {
    wall.marked = undefined
    showTray()
    wall.update()
  }
  function showEmpty(): void {
    empty.hidden = !store.isLoaded || store.shown.length > 0
    if (empty.hidden) return
    if (store.clips.length > 0)
      empty.replaceChildren(
        h('p', {}, t('Nothing matches these filters.')),
        h(
          'button',
          {type: 'button', class: 'button', onclick: () => store.clearFilter()},
          t('Clear filters'),
        ),
      )
    else
      empty.replaceChildren(
        h('h2', {}, t('No clips yet')),
        h('p', {}, t('Videos that you create with kling appear here while they are generated.')),
        commandBox(t('Create one:'), "kling video create 'A cat playing piano' -o cat.mp4", 'first'),
        commandBox(
          t('Or try it without an account:'),
          "kling video create 'A cat playing piano' --region sandbox -o cat.mp4",
          'sandbox',
        ),
      )
  }

  const known = new Map<string, Clip['phase']>()
  store.onChange((changes, news) => {
    if (changes.has('line')) {
      notice.hidden = store.line === 'open'
      notice.textContent = t(
        store.line === 'ended'
          ? 'The gallery has stopped. Start it again with: kling gallery'
          : 'Connection lost. Reconnecting …',
      )
      if (changes.size === 1) return
    }
    if (changes.has('clips')) announce(news, known)
    bar.update()
    showEmpty()
    if (changes.has('filter')) scrollTo(0, 0)
    wall.update()
    viewer.update()
  })
  addEventListener('hashchange', () => location.reload())
  addEventListener('keydown', event => {
    const isField = (event.target as Element).closest('input, select, textarea')
    if (isField && event.key === 'Escape') wall.focus(store.shown[0]?.id)
    if (isField || document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey)
      return
    const clip = wall.focused
    const onButton = (event.target as Element).closest('button, pre')
    const keys: Record<string, (() => void) | false | undefined> = {
      ArrowLeft: () => wall.move('left'),
      h: () => wall.move('left'),
      ArrowRight: () => wall.move('right'),
      l: () => wall.move('right'),
      ArrowUp: () => wall.move('up'),
      k: () => wall.move('up'),
      ArrowDown: () => wall.move('down'),
      j: () => wall.move('down'),
      Home: () => wall.move('first'),
      End: () => wall.move('last'),
      Enter: !onButton && clip && (() => (wall.stop(), viewer.show(clip))),
      ' ': !onButton && clip && (() => wall.togglePlay()),
      s: clip && (() => void star(clip)),
      c: clip && (() => mark(clip)),
      y: clip?.command !== undefined && (() => void copyAndTell(clip.command!)),
      n: clip?.next !== undefined && (() => void copyAndTell(clip.next!)),
      '/': () => (bar.search.focus(), bar.search.select()),
      '?': () => help.showModal(),
      Escape: () => (wall.marked === undefined ? wall.stop() : unmark()),
    }
    const action = Object.hasOwn(keys, event.key) && keys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  })
}

/** Says what has come, ended or failed; not what was there at the beginning. */
function announce({clips}: GalleryNews, known: Map<string, Clip['phase']>): void {
  const isBeginning = known.size === 0
  for (const clip of clips) {
    const before = known.get(clip.id)
    known.set(clip.id, clip.phase)
    if (isBeginning || before === clip.phase) continue
    if (clip.phase === 'running' && before === undefined) tell(t('New: {0}', titleOf(clip)))
    if (clip.phase === 'ready' && before !== undefined) tell(t('Done: {0}', titleOf(clip)))
    if (clip.phase === 'failed' && before !== undefined) tell(t('Failed: {0}', titleOf(clip)))
  }
}

function helpDialog(): HTMLDialogElement {
  const rows: [string, string][] = [
    ['← ↑ → ↓  h j k l', t('Move between clips')],
    ['Home  End', t('First and last clip')],
    ['Enter', t('Open')],
    [t('Space'), t('Play or pause')],
    [',  .', t('Frame by frame')],
    ['s', t('Star')],
    ['c', t('Select to compare; select two to start')],
    ['y', t('Copy the command that creates it again')],
    ['n', t('Copy the next command')],
    ['/', t('Search')],
    ['Esc', t('Go back')],
    ['?', t('This help')],
  ]
  const dialog = h(
    'dialog',
    {
      class: 'help',
      'aria-label': t('Keyboard shortcuts'),
      onclick: (event: Event) => event.target === dialog && dialog.close(),
    },
    h(
      'div',
      {class: 'inside'},
      h('h2', {}, t('Keyboard shortcuts')),
      h(
        'dl',
        {class: 'keys'},
        ...rows.flatMap(([keys, text]) => [
          h('dt', {}, ...keys.split(/\s+/).map(key => h('kbd', {}, key))),
          h('dd', {}, text),
        ]),
      ),
      h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, t('Close')),
    ),
  )
  return dialog
}

// The theme is set before anything is shown.
const theme = remembered('theme')
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
follow(state => begin(state.language))
