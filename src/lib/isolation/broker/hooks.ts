import {t} from '../../i18n/translate.js'
import type {KlingHooks} from '../../plugins/hook-types.js'
import type {HostServices} from '../../plugins/host-services.js'
import type {InstalledPlugin} from '../../plugins/installed-index.js'
import {denied} from './denied.js'

export interface PluginHooksOptions {
  plugin: InstalledPlugin
  host: Pick<HostServices, 'runHook'>
  /** Whether the plugin's process runs a hook itself. */
  isFromHook: boolean
  /** The part of the journal that the plugin made. */
  journal: {owns(id: string): Promise<boolean>}
}

type PublicHook = 'kling:before-submit' | 'kling:task-changed' | 'kling:error'

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest

/** What a plugin's command may have hooks told; those that say where keys go are the program's own business. */
const payloads: {
  [Name in PublicHook]: (
    payload: Record<string, unknown>,
    owns: (id: string) => Promise<boolean>,
  ) => Promise<KlingHooks[Name]['payload'] | undefined>
} = {
  async 'kling:before-submit'({kind, model, units}) {
    if (!isText(kind, 100) || (model !== undefined && !isText(model, 100))) return undefined
    return {kind, model, units: typeof units === 'number' ? units : undefined}
  },
  async 'kling:task-changed'({task_id: taskId, kind, status}, owns) {
    if (!isText(kind, 100) || !isText(status, 40) || !isText(taskId, 200)) return undefined
    return (await owns(taskId)) ? {task_id: taskId, kind, status} : undefined
  },
  async 'kling:error'({code, message}) {
    return isText(code, 100) && isText(message, 10_000) ? {code, message} : undefined
  },
}

/**
 * The hooks that a plugin's command runs, as any command does: with a payload of the documented form, of its own tasks
 * only, and never in itself. A hook runs no hooks.
 */
export function pluginHooks({plugin, host, isFromHook, journal}: PluginHooksOptions): {
  run(name: string, payload: Record<string, unknown>): Promise<unknown[]>
} {
  return {
    async run(name, payload) {
      const read = Object.hasOwn(payloads, name) ? payloads[name as PublicHook] : undefined
      if (isFromHook || !read) throw denied(t`Plugins are not allowed to run the hook ${name}.`)
      const checked = await read(payload, id => journal.owns(id))
      if (!checked) throw denied(t`Invalid arguments for ${name}.`)
      return host.runHook(name as PublicHook, checked as never, {except: plugin.name})
    },
  }
}
