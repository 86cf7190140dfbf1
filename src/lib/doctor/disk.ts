import {constants} from 'node:fs'
import {access, stat} from 'node:fs/promises'
import {dirname} from 'node:path'
import {systemCode} from '../errors/kling-error.js'
import {noWorkingFolder} from '../errors/no-working-folder.js'
import {t} from '../i18n/translate.js'
import {formatBytes} from '../terminal/text.js'
import {type Check, type Finding, shellWord} from './check.js'
import type {DoctorContext} from './context.js'

/** Below this a result may not fit, and below the other one not even the journal, in bytes. */
const room = {scarce: 1_000_000_000, none: 20_000_000}

interface Place {
  of: string
  name: string
  folder: string
  /** Without it no task can be submitted. */
  isNeeded: boolean
}

/** Whether the folders that the program writes to take something. */
async function checkRoom(at: DoctorContext): Promise<Finding[]> {
  const {dataDir, configDir, cacheDir} = at.folders
  const places: Place[] = [
    {of: 'data', name: t`data folder`, folder: dataDir, isNeeded: true},
    {of: 'config', name: t`config folder`, folder: configDir, isNeeded: false},
    {of: 'cache', name: t`cache folder`, folder: cacheDir, isNeeded: false},
    {of: 'here', name: t`this folder`, folder: at.cwd, isNeeded: false},
  ]
  return Promise.all(places.map(place => checkPlace(place, at)))
}

async function checkPlace({of, name, folder, isNeeded}: Place, at: DoctorContext): Promise<Finding> {
  if (folder === '') return {of, name, status: 'warn', message: noWorkingFolder().message, fix: 'cd ~'}
  const there = await nearest(folder)
  const denied = await access(there, constants.W_OK | constants.X_OK).then(
    () => undefined,
    error => systemCode(error) ?? 'EACCES',
  )
  if (denied !== undefined) {
    return {
      of,
      name,
      status: isNeeded ? 'fail' : 'warn',
      message: t`Cannot write to ${there} (${denied}).`,
      fix: denied === 'EROFS' ? `df -h ${shellWord(there)}` : `ls -ld ${shellWord(there)}`,
      details: {folder},
    }
  }
  const free = await at.roomOf(there)
  const details = {folder, free_bytes: free}
  const message = t`${formatBytes(free)} free in ${folder}`
  if (free >= room.scarce) return {of, name, status: 'ok', message, details}
  const status = isNeeded && free < room.none ? 'fail' : 'warn'
  return {of, name, status, message: t`Only ${message}.`, fix: `df -h ${shellWord(there)}`, details}
}

/** The folder, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined)
    if (found || at === dirname(at)) return at
  }
}

export const diskChecks: Check[] = [{id: 'disk.room', name: () => t`disk`, run: checkRoom}]
