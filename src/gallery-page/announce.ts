import {copy, h} from './dom.js'
import {t} from './texts.js'

const region = h('div', {class: 'toast', role: 'status', 'aria-live': 'polite'})
let hiding: ReturnType<typeof setTimeout> | undefined

/** Says something in passing, to eyes and ears alike. */
export function tell(text: string): void {
  // What is below an open dialog is not seen.
  const place = document.querySelector('dialog[open]') ?? document.body
  if (region.parentElement !== place) place.append(region)
  region.textContent = text
  region.classList.add('shown')
  clearTimeout(hiding)
  hiding = setTimeout(() => region.classList.remove('shown'), 2600)
}

export async function copyAndTell(text: string): Promise<void> {
  tell((await copy(text)) ? t('Copied.') : t('Copying is not available here.'))
}
