type Child = Node | string | false | undefined
type Props = Record<string, string | number | boolean | undefined | ((event: never) => void)>

/** An element: attributes, `onclick`-like handlers, and children. Text is only ever put in as text. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  setProps(element, props)
  element.append(...children.filter(child => child !== false && child !== undefined))
  return element
}

function setProps(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
}

/** Paths of the icons, on a square of 24. */
const icons = {
  star: 'M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8L3.6 9.7l5.8-.8z',
  compare: 'M4 5h6.5v14H4zM13.5 5H20v14h-6.5z',
  play: 'M7 4.8v14.4L19 12z',
  pause: 'M7 5h3.4v14H7zM13.6 5H17v14h-3.4z',
  back: 'M18 5.5v13L9 12zM6 5.5h1.6v13H6z',
  forward: 'M6 5.5v13l9-6.5zM16.4 5.5H18v13h-1.6z',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  check: 'M4.5 12.5l5 5 10-11',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2.5v2.2M12 19.3v2.2M4.5 12H2.3M21.7 12h-2.2M6.7 6.7L5.2 5.2M18.8 18.8l-1.5-1.5M17.3 6.7l1.5-1.5M5.2 18.8l1.5-1.5',
  moon: 'M20 14.2A8.2 8.2 0 119.8 4a6.6 6.6 0 0010.2 10.2z',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.4 15.4L20.5 20.5',
  close: 'M6 6l12 12M18 6L6 18',
  download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14',
  alert: 'M12 4l9 15.5H3zM12 10v4.4M12 16.6v.4',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 010 6M18 6.5a8 8 0 010 11',
  swap: 'M4 8.5h14M14.5 5L18 8.5 14.5 12M20 15.5H6M9.5 12L6 15.5 9.5 19',
} as const

export type Icon = keyof typeof icons
const solid = new Set<Icon>(['play', 'pause', 'back', 'forward'])

export function icon(name: Icon): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  setProps(svg, {viewBox: '0 0 24 24', class: solid.has(name) ? 'icon solid' : 'icon', 'aria-hidden': 'true'})
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', icons[name])
  svg.append(path)
  return svg
}

/** A button that shows an icon; its name is for those who do not see it, and the key for all. */
export function iconButton(name: Icon, label: string, onclick: () => void, key?: string): HTMLButtonElement {
  const title = key === undefined ? label : `${label} (${key})`
  return h(
    'button',
    {type: 'button', class: 'icon-button', title, 'aria-label': label, 'aria-keyshortcuts': key, onclick},
    icon(name),
  )
}

/** Puts text into the clipboard. @returns whether it could */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Pages without a server may have no clipboard.
    const area = h('textarea', {class: 'off-screen', readonly: true})
    area.value = text
    const place = document.querySelector('dialog[open]') ?? document.body
    place.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}

/** What a choice of the visitor is kept under between two visits. */
type Choice = 'theme' | 'language'

/** Cookies are for all ports of this machine, as the gallery takes another one each time; files have none. */
const hasCookies = location.protocol !== 'file:'

export function remembered(choice: Choice): string | undefined {
  if (!hasCookies) return localStorage.getItem(`kling-gallery-${choice}`) ?? undefined
  const prefix = `kling_gallery_${choice}=`
  const cookies = document.cookie.split('; ')
  return cookies.find(cookie => cookie.startsWith(prefix))?.slice(prefix.length)
}

export function remember(choice: Choice, value: string): void {
  if (!hasCookies) localStorage.setItem(`kling-gallery-${choice}`, value)
  else document.cookie = `kling_gallery_${choice}=${value}; SameSite=Strict; Path=/; Max-Age=31536000`
}
