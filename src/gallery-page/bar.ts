import type {Clip} from '../lib/gallery/clip.js'
import {h, icon, iconButton, remember, remembered} from './dom.js'
import {type Filter, dayOf} from './filter.js'
import {store} from './store.js'
import {languageInUse, t} from './texts.js'
import {formatMonth} from './wording.js'

type Option = [value: string, text: string]

/** The head of the page: what is shown, and how. */
export class Bar {
  readonly search = h('input', {
    type: 'search',
    placeholder: t('Search prompts, IDs, files'),
    'aria-label': t('Search'),
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => store.choose({words: this.search.value}),
  })
  private readonly model = this.select('model', t('Model'))
  private readonly phase = this.select('phase', t('State'))
  private readonly date = this.select('date', t('Date'))
  private readonly starred = h(
    'button',
    {
      type: 'button',
      class: 'toggle',
      'aria-label': t('Only starred clips'),
      title: t('Only starred clips'),
      onclick: () => store.choose({isStarred: !store.filter.isStarred}),
    },
    icon('star'),
    h('span', {}, t('Starred')),
  )
  private readonly filters = h('div', {class: 'filters'}, this.model, this.phase, this.date, this.starred)
  private readonly count = h('output', {class: 'count', 'aria-live': 'polite'})
  private readonly theme = iconButton('sun', t('Switch between light and dark'), () => this.switchTheme())
  readonly element: HTMLElement

  constructor(help: () => void) {
    const language = h(
      'button',
      {
        type: 'button',
        class: 'text-button',
        lang: languageInUse() === 'zh' ? 'en' : 'zh',
        title: t('Switch to Chinese'),
        onclick: switchLanguage,
      },
      languageInUse() === 'zh' ? 'English' : '中文',
    )
    const helpButton = iconButton('close', t('Keyboard shortcuts'), help, '?')
    helpButton.replaceChildren('?')
    this.element = h(
      'header',
      {class: 'bar'},
      h('h1', {}, t('Kling gallery')),
      h(
        'div',
        {class: 'search', role: 'search'},
        icon('search'),
        this.search,
        h('kbd', {'aria-hidden': 'true'}, '/'),
      ),
      this.filters,
      this.count,
      h('div', {class: 'ends'}, language, this.theme, helpButton),
    )
    this.showTheme()
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.showTheme())
  }

  update(): void {
    const {filter, clips, shown, stars} = store
    const models = [...new Set(clips.flatMap(({model}) => model ?? []))].sort()
    setOptions(this.model, filter.model, [
      ['', t('All models')],
      ...models.map((model): Option => [model, model]),
    ])
    setOptions(this.phase, filter.phase, [
      ['', t('All states')],
      ['ready', t('On this machine')],
      ['remote', t('Not downloaded')],
      ['running', t('Running')],
      ['failed', t('Failed')],
    ])
    const months = [...new Set(clips.map(({created_at}) => dayOf(created_at).slice(0, 7)))].sort().reverse()
    setOptions(this.date, filter.date, [
      ['', t('Any time')],
      ['1', t('Today')],
      ['7', t('Last 7 days')],
      ['30', t('Last 30 days')],
      ...months.map((month): Option => [month, formatMonth(month)]),
    ])
    this.starred.setAttribute('aria-pressed', String(filter.isStarred))
    this.starred.hidden = store.isCopy && stars.size === 0
    if (this.search.value.trim() !== filter.words.trim()) this.search.value = filter.words
    const isAll = shown.length === clips.length
    for (const part of [this.filters, this.count]) part.hidden = clips.length === 0
    this.count.textContent = !isAll ? t('{0} of {1}', shown.length, clips.length) : countOf(clips)
  }

  private select(name: keyof Filter, label: string): HTMLSelectElement {
    const select = h('select', {
      'aria-label': label,
      name,
      onchange: () => store.choose({[name]: select.value}),
    })
    return select
  }

  private switchTheme(): void {
    const isDark =
      getComputedStyle(document.documentElement).colorScheme === 'dark' ||
      (!document.documentElement.dataset.theme && isSystemDark())
    remember('theme', isDark ? 'light' : 'dark')
    this.showTheme()
  }

  private showTheme(): void {
    const theme = remembered('theme')
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
    const isDark = theme === undefined ? isSystemDark() : theme === 'dark'
    this.theme.replaceChildren(icon(isDark ? 'sun' : 'moon'))
  }
}

/** How many clips there are; tasks without a result are none. */
function countOf(clips: Clip[]): string {
  const failed = clips.filter(({phase}) => phase === 'failed').length
  const made = clips.length - failed
  const words = made === 1 ? t('1 clip') : t('{0} clips', made)
  return failed === 0 ? words : t('{0}, {1} failed', words, failed)
}

const isSystemDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches

function switchLanguage(): void {
  remember('language', languageInUse() === 'zh' ? 'en' : 'zh')
  location.reload()
}

/** Sets the options of a list, unless they are there already: an open list would close. */
function setOptions(select: HTMLSelectElement, chosen: string, options: Option[]): void {
  const key = JSON.stringify(options)
  if (select.dataset.options !== key) {
    select.dataset.options = key
    select.replaceChildren(...options.map(([value, text]) => h('option', {value}, text)))
  }
  select.value = chosen
  select.classList.toggle('chosen', chosen !== '')
}
