import {readFile} from 'node:fs/promises'
import {shellOf, shells} from '../completion/shells.js'
import {sayOrigin} from '../config/settings.js'
import {chooseLanguage} from '../i18n/choose-language.js'
import {say} from '../i18n/translate.js'
import {type Check, type Finding, shellWord} from './check.js'
import {type Surroundings, settingsOf} from './context.js'

/** Whether the Tab key completes: the line for it stands in the start file of the shell. */
async function checkCompletion({env, platform, home}: Surroundings): Promise<Finding> {
  const shell = shellOf(env, platform)
  if (!shell) return {status: 'ok', message: say`this shell is none that it is for`}
  const {startFile, line} = shells[shell]
  const details = {shell, start_file: startFile}
  if (!startFile.startsWith('~/'))
    return {status: 'ok', message: say`in ${shell}: see kling autocomplete`, details}
  const path = startFile.replace('~', home)
  const text = await readFile(path, 'utf8').catch(() => '')
  if (/^[^#\n]*\bkling(?:-cli)? autocomplete\b/m.test(text))
    return {status: 'ok', message: say`set up in ${startFile}`, details}
  return {
    status: 'ok',
    message: say`not set up for ${shell}`,
    cure: `echo ${shellWord(line)} >> ${startFile}`,
    details,
  }
}

/** The variables that choose the characters of a terminal, the strongest first. */
const localeNames = ['LC_ALL', 'LC_CTYPE', 'LANG']

/** In which language texts are, and whether the terminal is told to show more than ASCII. */
async function checkLanguage(at: Surroundings): Promise<Finding> {
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
      message: say`${name}=${locale} is no UTF-8 locale: other programs may garble Chinese text.`,
      cure: 'export LANG=C.UTF-8 LC_ALL=',
      details,
    }
  }
  return {
    status: 'ok',
    message: say`${language} (${locale === undefined || origin !== name ? sayOrigin(origin) : `${origin}=${locale}`})`,
    details,
  }
}

function checkTerminal({terminal, env}: Surroundings): Finding {
  const {isInput, isOutput, isErrors, columns, hasColors} = terminal
  const details = {
    stdin: isInput,
    stdout: isOutput,
    stderr: isErrors,
    columns,
    colors: hasColors,
    term: env.TERM,
  }
  if (!isOutput) return {status: 'ok', message: say`stdout is none: results are JSON`, details}
  const colors = hasColors ? say`colours` : say`no colours`
  return {status: 'ok', message: say`${env.TERM ?? ''} ${columns ?? 80} columns, ${colors}`.trim(), details}
}

export const shellChecks: Check[] = [
  {id: 'shell.autocomplete', name: () => say`Tab key`, look: checkCompletion},
  {id: 'shell.language', name: () => say`language`, look: checkLanguage},
  {id: 'shell.terminal', name: () => say`terminal`, look: checkTerminal},
]
