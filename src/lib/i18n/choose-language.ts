import {type Language, languages} from './translate.js'

/** Whether a word names a language of the program. */
export function isLanguage(word: string | undefined): word is Language {
  return (languages as readonly (string | undefined)[]).includes(word)
}

/** Where a language may be named, the strongest first. */
export interface LanguageSources {
  /** `--lang` */
  flag: string | undefined
  /** `language` of the settings. */
  setting: string | undefined
  /** The locale is looked for in it. */
  env: Record<string, string | undefined>
}

/** The language by flag, setting, locale; English where none of them names one that the program speaks. */
export function chooseLanguage({flag, setting, env}: LanguageSources): Language {
  return [flag, setting, localeLanguage(env)].find(isLanguage) ?? 'en'
}

/** The language of the locale, as gettext finds it: `LANGUAGE` counts unless the locale is that of no country. */
function localeLanguage(env: LanguageSources['env']): string | undefined {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  const isPlain = /^(?:C|POSIX)?(?:\.|$)/.test(locale)
  const [first] = (isPlain ? '' : env.LANGUAGE || '').split(':')
  return /^[a-z]+/i.exec(first || locale)?.[0].toLowerCase()
}
