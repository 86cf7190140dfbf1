import {lstat, stat} from 'node:fs/promises'
import {isKlingError} from '../errors/kling-error.js'
import {t, translate} from '../i18n/translate.js'
import {barrierHere, barrierText, openGaps} from '../isolation/barrier.js'
import {checkCompatible} from '../plugins/compatible.js'
import {type InstalledPlugin, indexPath, readInstalledIndex} from '../plugins/installed-index.js'
import {readPackage} from '../plugins/package.js'
import {grantsOf, missingGrants} from '../plugins/permissions.js'
import {isCutOff} from '../plugins/host-link.js'
import {type Check, type Finding, shellWord} from './check.js'
import type {DoctorContext} from './context.js'

/** The installed plugins: each with what is wrong with it, or with what it may do. */
async function checkPlugins(at: DoctorContext): Promise<Finding[]> {
  const {plugins, problem} = readInstalledIndex(at.folders.dataDir)
  if (problem !== undefined) return [{status: 'fail', message: problem, fix: 'kling plugins reset'}]
  const path = indexPath(at.folders.dataDir)
  const found = await lstat(path).catch(() => undefined)
  if (at.platform !== 'win32' && found && (found.mode & 0o022) !== 0) {
    const message = t`${path} is writable by other users, who could change what plugins are allowed to do.`
    return [{status: 'fail', message, fix: `chmod 600 ${shellWord(path)}`, of: 'rights'}]
  }
  if (plugins.length === 0) return [{status: 'ok', message: t`none installed`}]
  return Promise.all(
    plugins.map(async plugin => ({
      of: plugin.name,
      name: plugin.name,
      ...(await checkPlugin(plugin, at)),
    })),
  )
}

async function checkPlugin(plugin: InstalledPlugin, at: DoctorContext): Promise<Finding> {
  const {name, version, root, type, kling, trusted, wanted, granted} = plugin
  const word = shellWord(name)
  const lacking = trusted ? [] : missingGrants(wanted, granted)
  const details = {version, root, type, kling, permissions: grantsOf(granted), not_granted: lacking}
  const isThere = await stat(root).catch(() => undefined)
  if (!isThere) {
    const again = type === 'link' ? '' : ` && kling plugins install ${shellWord(plugin.spec)}`
    return {
      status: 'fail',
      message: t`It is missing from ${root}.`,
      fix: `kling plugins uninstall ${word}${again}`,
      details,
    }
  }
  const wrong = whyUnfit(plugin, at.program.version)
  if (wrong) return {...wrong, details}
  if (at.program.isSingleFile)
    return {status: 'warn', message: t`Plugins cannot run in the standalone kling.`, details}
  if (isCutOff(plugin)) {
    return {
      status: 'warn',
      message: t`Its link to kling is broken.`,
      fix: type === 'link' ? `kling plugins link ${shellWord(root)}` : `kling plugins update ${word}`,
      details,
    }
  }
  if (kling !== at.program.version) {
    return {
      status: 'warn',
      message: t`It was installed by kling ${kling}. It works with this version (${at.program.version}), but starts a little slower.`,
      fix: type === 'link' ? `kling plugins link ${shellWord(root)}` : `kling plugins update ${word}`,
      details,
    }
  }
  if (lacking.length > 0) {
    return {
      status: 'warn',
      message: t`${version}; not granted: ${lacking.join(t`, `)}`,
      fix: `kling plugins permissions ${word} --allow all`,
      details,
    }
  }
  const grants = trusted ? t`runs in kling` : grantsOf(granted).join(t`, `) || t`can only create tasks`
  return {status: 'ok', message: `${version}; ${grants}`, details}
}

/** What holds third-party plugins on this machine. */
async function checkBarrier(at: DoctorContext): Promise<Finding[]> {
  if (at.program.isSingleFile) return []
  const {barrier} = barrierHere(at.folders)
  const gap = openGaps[barrier]
  if (gap === undefined) return [{status: 'ok', message: barrierText(barrier), details: {barrier}}]
  const {plugins} = readInstalledIndex(at.folders.dataDir)
  return [
    {
      status: plugins.some(({trusted}) => !trusted) ? 'warn' : 'ok',
      message: translate(gap),
      details: {barrier},
    },
  ]
}

/** Why a plugin cannot run in this program. */
function whyUnfit({name, root, type}: InstalledPlugin, version: string): Finding | undefined {
  let error
  try {
    error = checkCompatible(version, readPackage(root))
  } catch (thrown) {
    if (!isKlingError(thrown)) throw thrown
    error = thrown
  }
  if (!error) return undefined
  const fix =
    /(npm install .*|kling plugins install .*)$/.exec(error.fields.hint ?? '')?.[1] ??
    (type === 'link' ? `kling plugins link ${shellWord(root)}` : `kling plugins update ${shellWord(name)}`)
  return {status: 'fail', message: error.message, fix}
}

export const pluginChecks: Check[] = [
  {id: 'plugins.installed', name: () => t`plugins`, run: checkPlugins},
  {id: 'plugins.barrier', name: () => t`isolation`, run: checkBarrier},
]
