import {lstat} from 'node:fs/promises'
import {basename} from 'node:path'
import {isKlingError} from '../errors/kling-error.js'
import {type JournalHealth, lookAtJournal} from '../journal/health.js'
import {journalFolder} from '../journal/journal.js'
import {JournalReader} from '../journal/reader.js'
import {isUnsettled, lacksDownload} from '../journal/records.js'
import {t} from '../i18n/translate.js'
import {dayMs, expiringWithin, expiryOf, isOfSandbox, isOnlyAtService, keptDays} from '../tasks/expiry.js'
import {isStillSending} from '../tasks/reconcile.js'
import {localTime} from '../terminal/dates.js'
import {type Check, type Finding, shellWord} from './check.js'
import type {DoctorContext} from './context.js'

/** Results that are deleted so soon are worth a warning. */
const soonDays = 3

const looks = new WeakMap<DoctorContext, Promise<JournalHealth>>()

function healthOf(at: DoctorContext): Promise<JournalHealth> {
  const look = looks.get(at) ?? lookAtJournal(journalFolder(at.folders.dataDir))
  looks.set(at, look)
  return look
}

/** Whether every line of the journal can be read, by its owner only. */
async function checkLines(at: DoctorContext): Promise<Finding[]> {
  const folder = journalFolder(at.folders.dataDir)
  const {months, indexes} = await healthOf(at)
  if (months.length === 0) return [{status: 'ok', message: t`no tasks submitted yet`, details: {folder}}]
  const events = months.reduce((sum, month) => sum + month.events, 0)
  const garbled = months.flatMap(({path, garbled}) => garbled.map(line => ({path, line})))
  const torn = months.filter(({isTorn}) => isTorn).map(({path}) => path)
  const details = {folder, months: months.length, events, garbled: garbled.length, torn}
  const findings: Finding[] = []
  const link = [...months, ...indexes].find(({isLink}) => isLink)
  if (link) {
    const message = t`${link.path} is a symbolic link, which kling does not follow: its tasks are not visible.`
    findings.push({status: 'fail', message, fix: `ls -l ${shellWord(link.path)}`, details, of: 'links'})
  }
  const folderMode = (await lstat(folder)).mode & 0o777
  const isOpen = [folderMode, ...months.map(({mode}) => mode)].some(mode => (mode & 0o077) !== 0)
  if (at.platform !== 'win32' && isOpen) {
    const message = t`${folder} is readable by other users.`
    findings.push({status: 'warn', message, fix: `chmod -R go= ${shellWord(folder)}`, details, of: 'rights'})
  }
  const [first] = garbled
  if (first) {
    findings.push({
      status: 'warn',
      message: t`${garbled.length} lines are not events and are skipped; the first is line ${first.line} of ${basename(first.path)}.`,
      fix: `sed -n ${first.line}p ${shellWord(first.path)}`,
      details,
      of: 'lines',
    })
  }
  if (findings.length > 0) return findings
  const end = torn.length > 0 ? ` ${t`The last line is incomplete; the next event fixes that.`}` : ''
  return [{status: 'ok', message: t`${events} events in ${folder}.${end}`, details}]
}

/** The files next to the journal that only save time. */
async function checkIndexes(at: DoctorContext): Promise<Finding | []> {
  const {indexes} = await healthOf(at)
  const broken = indexes.filter(({isWhole}) => !isWhole).map(({path}) => path)
  if (indexes.length === 0) return []
  const details = {files: indexes.length, broken}
  if (broken.length === 0) return {status: 'ok', message: t`${indexes.length} files, intact`, details}
  const names = broken.map(path => basename(path)).join(t`, `)
  const message = t`Damaged: ${names}. They are rebuilt when needed.`
  return {status: 'warn', message, fix: `rm ${broken.map(shellWord).join(' ')}`, details}
}

/** Submissions and downloads that were interrupted. */
async function checkPending(at: DoctorContext): Promise<Finding[]> {
  const records = await new JournalReader(journalFolder(at.folders.dataDir)).pending().catch(error => {
    // What cannot be read is reported above.
    if (isKlingError(error)) return []
    throw error
  })
  const unsettled = records.filter(record => isUnsettled(record) && !isStillSending(record))
  const lacking = records.filter(record => lacksDownload(record) && record.state === 'succeed')
  const findings: Finding[] = []
  if (unsettled.length > 0) {
    const [one] = unsettled
    findings.push({
      of: 'unsettled',
      status: 'warn',
      message: t`${unsettled.length} submissions have an unknown outcome; tasks may have been created and charged.`,
      fix: unsettled.length === 1 ? `kling task resume ${shellWord(one!.id)}` : 'kling task resume',
      details: {ids: unsettled.map(({id}) => id).slice(0, 20), count: unsettled.length},
    })
  }
  if (lacking.length > 0) {
    findings.push({
      of: 'downloads',
      status: 'warn',
      message: t`${lacking.length} requested results have not been downloaded.`,
      fix: 'kling task resume',
      details: {task_ids: lacking.map(({task_id: id}) => id).slice(0, 20), count: lacking.length},
    })
  }
  return findings
}

/** Results that the service is about to delete. */
async function checkResults(at: DoctorContext): Promise<Finding | []> {
  const now = at.clock()
  const {months} = await healthOf(at)
  if (months.length === 0 || months.some(({isLink}) => isLink)) return []
  const records = await new JournalReader(journalFolder(at.folders.dataDir)).since(now - keptDays * dayMs)
  const kept = expiringWithin(records, keptDays * dayMs, now)
  const soon = expiringWithin(records, soonDays * dayMs, now)
  const [first] = kept
  const next = first && new Date(expiryOf(first)).toISOString()
  const only = records.filter(record => isOnlyAtService(record) && record.state === 'succeed')
  const inSandbox = only.filter(isOfSandbox).length
  const lost = only.filter(record => !isOfSandbox(record) && !kept.includes(record)).length
  const details = {
    not_downloaded: kept.length,
    expiring: soon.length,
    next_expiry: next,
    in_sandbox: inSandbox,
    deleted: lost,
  }
  const rest = [
    ...(lost > 0 ? [t`${lost} results were deleted by Kling before they were downloaded`] : []),
    ...(inSandbox > 0 ? [t`${inSandbox} results of the sandbox are not downloaded`] : []),
  ]
  if (next === undefined) {
    const isThere = records.some(({downloaded}) => downloaded !== undefined)
    const all = isThere ? t`all known results are downloaded` : t`no results yet`
    return {status: 'ok', message: rest.length > 0 ? rest.join(t`, `) : all, details}
  }
  const when = localTime(next).slice(0, 16)
  if (soon.length === 0) {
    const message = t`${kept.length} results are not downloaded; Kling deletes the first on ${when}.`
    return {status: 'ok', message, details}
  }
  return {
    status: 'warn',
    message: t`${soon.length} results are not downloaded and will be deleted within ${soonDays} days, the first on ${when}.`,
    fix: `kling task archive --expiring ${soonDays}d -o kling-archive`,
    details,
  }
}

export const journalChecks: Check[] = [
  {id: 'journal.events', name: () => t`journal`, run: checkLines},
  {id: 'journal.indexes', name: () => t`indexes`, run: checkIndexes},
  {id: 'journal.pending', name: () => t`interrupted`, run: checkPending},
  {id: 'journal.results', name: () => t`results`, run: checkResults},
]
