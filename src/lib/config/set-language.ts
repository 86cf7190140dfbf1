import {KlingError} from '../errors/kling-error.js'
import {chooseLanguage, isLanguage} from '../i18n/choose-language.js'
import {type Language, languages, t, useLanguage} from '../i18n/translate.js'
import {readBootstrapSettings} from './bootstrap-settings.js'

/** Whether the language was given for this run, so that no setting changes it. */
let isFixed = false

const flagWord = /^--lang(?:=(.*))?$/s

/**
 * Sets the language of this process, before anything is said: `--lang`, KLING_LANGUAGE, the config file, the locale.
 * @param argv the words after `kling`
 * @returns the words without `--lang`, which may stand anywhere, as before a command
 * @throws KlingError `invalid_argument` for a language that the program does not speak
 */
export function setLanguage(argv: string[], configDir: string): string[] {
  const {flag, rest} = takeFlag(argv)
  const stored = readBootstrapSettings(configDir)
  const setting = process.env.KLING_LANGUAGE || stored.language
  useLanguage(chooseLanguage({flag, setting, env: process.env}))
  isFixed = flag !== undefined
  if (flag !== undefined && !isLanguage(flag)) {
    const message = flag === '' ? t`${'--lang'} requires a value.` : t`Unknown language: ${flag}.`
    throw new KlingError('invalid_argument', message, {
      hint: t`Supported languages: ${languages.join(t`, `)}.`,
    })
  }
  return rest
}

/** Sets the language that was chosen for this process by the one that started it. */
export function fixLanguage(language: Language): void {
  useLanguage(language)
  isFixed = true
}

/** Goes over to the language of the settings, which are known later and may be those of a profile. */
export function setLanguageFromSettings(setting: string | undefined): void {
  if (!isFixed && isLanguage(setting)) useLanguage(setting)
}

function takeFlag(argv: string[]): {flag: string | undefined; rest: string[]} {
  const end = argv.indexOf('--')
  const at = argv.findIndex((word, index) => flagWord.test(word) && (end < 0 || index < end))
  if (at < 0) return {flag: undefined, rest: argv}
  const joined = flagWord.exec(argv[at]!)![1]
  return {
    flag: joined ?? argv[at + 1] ?? '',
    rest: argv.filter((_word, index) => index !== at && (joined !== undefined || index !== at + 1)),
  }
}
