import {readFile} from 'node:fs/promises'
import {shellOf, shells} from '../completion/shells.js'
import {formatOrigin} from '../config/settings.js'
import {chooseLanguage} from '../i18n/choose-language.js'
import {t} from '../i18n/translate.js'
import {type Check, type Finding, shellWord} from './check.js'
import {type DoctorContext, settingsOf} from './context.js'

/** Whether the Tab key completes: the line for it stands in the start file of the shell. */
async function checkCompletion({env, platform, home}: DoctorContext): Promise<Finding> {
  const shell = shellOf(env, platform)
  if (!shell)
    return {status: 'ok', message: t`no completion for this shell (SHELL is not set, or not supported)`}
  const {startFile, line} = shells[shell]
  const details = {shell, start_file: startFile}
  if (!startFile.startsWith('~/'))
    return {status: 'ok', message: t`in ${shell}: see kling autocomplete`, details}
  const path = startFile.replace('~', home)
  const text = await readFile(path, 'utf8').catch(() => '')
  if (/^[^#\n]*\bkling(?:-cli)? autocomplete\b/m.test(text))
    return {status: 'ok', message: t`set up in ${startFile}`, details}
  return {
    status: 'ok',
    message: t`not set up for ${shell}`,
    fix: `echo ${shellWord(line)} >> ${startFile}`,
    details,
  }
}

/** The variables that choose the characters of a terminal, the strongest first. */
const localeNames = ['LC_ALL', 'LC_CTYPE', 'LANG']

/** In which language texts are, and whether the terminal is asked to show more than ASCII. */
async function checkLanguage(at: DoctorContext): Promise<Finding> {
  const {env, language, platform, terminal} = at
  const {language: setting} = await settingsOf(at)
  const name = localeNames.find(candidate => env[candidate])
  const locale = name === undefined ? undefined : env[name]!
  const byLocale = chooseLanguage({flag: undefined, setting: undefined, env})
  const origin =
    setting?.value === language ? setting.origin : language === byLocale ? (name ?? 'default') : '--lang'
  const details = {language, origin, locale}
  if (name !== undefined && !/utf-?8/i.test(locale!) && terminal.isOutput && platform !== 'win32') {
    return {
      status: 'warn',
      message: t`${name}=${locale} is not a UTF-8 locale: other programs may garble Chinese text.`,
      fix: 'export LANG=C.UTF-8 LC_ALL=',
      details,
    }
  }
  return {
    status: 'ok',
    message: t`${language} (${locale === undefined || origin !== name ? formatOrigin(origin) : `${origin}=${locale}`})`,
    details,
  }
}

function checkTerminal({terminal, env}: DoctorContext): Finding {
  const {isInput, isOutput, isErrors, columns, hasColors} = terminal
  const details = {
    stdin: isInput,
    stdout: isOutput,
    stderr: isErrors,
    columns,
    colors: hasColors,
    term: env.TERM,
  }
  if (!isOutput) return {status: 'ok', message: t`stdout is not a terminal: results are JSON`, details}
  const colors = hasColors ? t`colours` : t`no colours`
  return {status: 'ok', message: t`${env.TERM ?? ''} ${columns ?? 80} columns, ${colors}`.trim(), details}
}

export const shellChecks: Check[] = [
  {id: 'shell.autocomplete', name: () => t`Tab key`, run: checkCompletion},
  {id: 'shell.language', name: () => t`language`, run: checkLanguage},
  {id: 'shell.terminal', name: () => t`terminal`, run: checkTerminal},
]
