import {type Command, Flags} from '@oclif/core'
import {KlingError} from '../errors/kling-error.js'
import {t, translate} from '../i18n/translate.js'
import {type InstallResult, type PluginDescription, describePlugin} from '../plugins/describe.js'
import type {InstalledPlugin} from '../plugins/installed-index.js'
import {
  type Permissions,
  chooseGrants,
  fromGrants,
  grantsOf,
  missingGrants,
  noPermissions,
  describePermissions,
} from '../plugins/permissions.js'
import {type PluginSpec, friendlyNames} from '../plugins/spec.js'
import {type Added, type PluginStore, formatCommandId} from '../plugins/store.js'
import type {ProgressLine} from '../terminal/progress.js'
import {fieldsView} from '../terminal/table.js'
import {successLine} from '../terminal/screen.js'
import {confirm, canPrompt} from '../terminal/confirm.js'
import {BaseCommand} from './base-command.js'
import {assertNotStandalone} from '../plugins/plugin-compatibility.js'
import {type Barrier, barrierHere, openGaps} from '../isolation/barrier.js'
import {describePluginCommands} from '../isolation/describe-plugin.js'
import {pluginStoreOf} from '../plugins/user-store.js'

/** Flags of the commands that may have to grant permissions. */
export const grantFlags = {
  yes: Flags.boolean({char: 'y', summary: 'grant all permissions that the plugin asks for without asking'}),
  allow: Flags.string({
    summary:
      'grant only these permissions without asking: net=HOST, env=NAME, read, write, run, credentials, hooks …',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PERMISSION',
  }),
}

/** A command that installs, changes or removes plugins. */
export abstract class PluginCommand<T extends typeof Command, Result> extends BaseCommand<T, Result> {
  private working: ProgressLine | undefined
  private foundBarrier: Barrier | undefined

  /** Fetches a plugin, with a line that says so. */
  protected async install(spec: PluginSpec): Promise<InstallResult> {
    assertNotStandalone(t`Plugins cannot be installed`)
    this.working = this.progress()
    this.working.show(() => t`installing ${spec.spec}`, t`Installing ${spec.spec}.`)
    try {
      return this.describeAdded(await this.store.install(spec))
    } finally {
      this.working.clear()
    }
  }

  protected get store(): PluginStore {
    return pluginStoreOf(this.config, {
      decide: (plugin, before) => this.decide(plugin, before),
      describe: describePluginCommands,
    })
  }

  /** The name of a plugin, for which the short names of our own stand in. */
  protected nameOf(text: string): string {
    return Object.hasOwn(friendlyNames, text) ? friendlyNames[text]! : text
  }

  /** An installed plugin in full. */
  protected describe(plugin: InstalledPlugin): PluginDescription {
    return describePlugin(plugin, this.barrier)
  }

  /** The name of what holds plugins on this machine. */
  protected get barrier(): Barrier {
    return (this.foundBarrier ??= barrierHere(this.config).barrier)
  }

  /** What an installation says. */
  protected describeAdded({plugin, before, clashes}: Added): InstallResult {
    for (const id of clashes)
      this.note(
        t`Warning: ${plugin.name} has a command ${formatCommandId(id)}, which already exists; it is left out.`,
      )
    const unheard = Object.keys(plugin.hooks).filter(
      name => !plugin.trusted && !plugin.granted.hooks.includes(name),
    )
    if (unheard.length > 0)
      this.note(t`Warning: ${plugin.name} has hooks that kling does not run: ${unheard.join(t`, `)}.`)
    return {...this.describe(plugin), previous_version: before}
  }

  /** What an installation came to, in short; `kling plugins inspect` has it all. */
  protected addedView(result: InstallResult): string {
    const {name, version, type, runs, commands, permissions, not_granted} = result
    const what = type === 'link' ? t`Linked` : t`Installed`
    const [command] = commands
    if (command !== undefined) this.hint(t`Try it with: kling ${command} --help`)
    const facts = this.factsView({runs, commands, permissions, not_granted})
    return `${successLine(`${what} ${name} ${version}`, this.screen)}\n${facts}`
  }

  /** Fields of a plugin under one another. */
  protected factsView(facts: Partial<PluginDescription>): string {
    const fields = Object.entries(facts).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(t`, `) : value,
    ])
    return fieldsView(Object.fromEntries(fields) as object, this.screen)
  }

  /**
   * Shows what a third-party plugin asks for, and has it granted by the flags or on the terminal. After an update
   * only what is new is asked for: what was granted stays so, and what was taken away stays away.
   */
  private async decide(plugin: InstalledPlugin, before: InstalledPlugin | undefined): Promise<Permissions> {
    const {yes, allow} = this.flags as unknown as {yes?: boolean; allow?: string[]}
    const wanted = grantsOf(plugin.wanted)
    const kept = before ? grantsOf(before.granted).filter(grant => wanted.includes(grant)) : []
    const more = missingGrants(plugin.wanted, before?.wanted ?? noPermissions)
    if (before && more.length === 0) return fromGrants(kept)
    if (allow) return fromGrants([...kept, ...chooseGrants(more, allow)])
    if (yes) return fromGrants([...kept, ...more])
    if (!canPrompt()) {
      throw new KlingError(
        'plugin_denied',
        t`${plugin.name} is not an official plugin, and no permissions were specified.`,
        {
          hint: t`It asks for ${more.join(t`, `) || t`nothing`}. Grant everything with --yes, or single permissions with --allow.`,
          details: {permissions: more},
        },
      )
    }
    this.working?.clear()
    this.note(t`${plugin.name} ${plugin.version} is not an official plugin. It wants to:`)
    for (const line of describePermissions(fromGrants(more)))
      this.note(`  ${this.screen.isPlain ? '-' : '•'} ${line}`)
    this.note(t`  • create tasks through kling, which cost units; your keys stay hidden`)
    const gap = openGaps[this.barrier]
    if (gap !== undefined) this.note(translate(gap))
    if (await confirm(before ? t`Grant the new permissions?` : t`Install it and grant these permissions?`))
      return fromGrants([...kept, ...more])
    throw new KlingError('cancelled', t`${plugin.name} was not installed.`, {
      hint: t`Nothing was changed. Grant single permissions with --allow.`,
    })
  }
}
