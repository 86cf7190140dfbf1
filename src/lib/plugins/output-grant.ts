import {homedir} from 'node:os'
import {isAbsolute} from 'node:path'
import type {Folders} from '../config/folders.js'
import {folderOf, isFolder} from '../downloads/output-folder.js'
import {KlingError} from '../errors/kling-error.js'
import {isWithin, realPath} from '../fs/is-within.js'
import {t} from '../i18n/translate.js'
import type {JournalRecord} from '../journal/types.js'
import {readInstalledIndex} from './installed-index.js'
import {pathGrantsOf} from './path-grants.js'

/**
 * Checks a file that the journal names before it is written: one that a plugin recorded must be where the plugin may
 * write now. The journal outlives permissions, and links may lead elsewhere since.
 * @throws KlingError `plugin_denied`
 */
export function assertOutputGranted(
  {plugin: name, output, task_id: taskId}: Pick<JournalRecord, 'plugin' | 'output' | 'task_id'>,
  folders: Folders,
): void {
  if (name === undefined || output === undefined) return
  const folder = folderOf(output)
  const plugin = readInstalledIndex(folders.dataDir).plugins.find(installed => installed.name === name)
  const write = plugin
    ? pathGrantsOf({
        plugin: name,
        permissions: plugin.granted,
        folders,
        // A permission for the current folder is one for the folder that was current then.
        cwd: folder,
        home: homedir(),
      }).write
    : []
  // Of a folder without its slash; a path with `..` is none that was noted.
  const path = isFolder(output) ? output.slice(0, -1) : output
  const isWhereItWas = isAbsolute(output) && realPath(path) === path
  if (isWhereItWas && write.some(granted => isWithin(folder, granted))) return
  throw new KlingError(
    'plugin_denied',
    t`${name} recorded the file ${output}, which it is not allowed to write.`,
    {
      ...(taskId !== undefined && {
        task_id: taskId,
        hint: t`Choose a file yourself: kling video download ${taskId} -o FILE`,
      }),
    },
  )
}
