import {Args, Flags, type Interfaces} from '@oclif/core'
import {CreateCommand} from '../../lib/command/create-command.js'
import {createFlags, globalFlags} from '../../lib/command/flags.js'
import {destinationOf} from '../../lib/config/settings.js'
import {KlingError, isKlingError} from '../../lib/errors/kling-error.js'
import {requireArgument} from '../../lib/errors/require-argument.js'
import {msg, t} from '../../lib/i18n/translate.js'
import {commandOfKind} from '../../lib/sidecar/body-to-command.js'
import {type GivenFlags, changedWords, wordsOfFlags} from '../../lib/sidecar/changed-words.js'
import {changeRecipe, checkInputs, kindOfRecipe, rerunRequest} from '../../lib/sidecar/rerun.js'
import {findRecipe} from '../../lib/sidecar/find-recipe.js'
import {KeptRequests} from '../../lib/sidecar/kept-requests.js'
import type {Recipe} from '../../lib/sidecar/recipe.js'
import type {CreateResult} from '../../lib/views/create.js'
import VideoAddSound from './add-sound.js'
import VideoCreateAvatar from './create-avatar.js'
import VideoCreateFromImage from './create-from-image.js'
import VideoCreateFromText from './create-from-text.js'
import VideoCreateMotionControl from './create-motion-control.js'
import VideoCreate from './create.js'
import VideoExtend from './extend.js'

/** The commands by the kinds of task that they make. */
const commands = {
  create: VideoCreate,
  text2video: VideoCreateFromText,
  image2video: VideoCreateFromImage,
  'motion-control': VideoCreateMotionControl,
  avatar: VideoCreateAvatar,
  extend: VideoExtend,
  'add-sound': VideoAddSound,
}

/**
 * Flags of the requests themselves: of all these commands, those that are not of every create. None is required or has a
 * default, and of a choice all that any command has is offered.
 */
function requestFlags(): Interfaces.FlagInput {
  const found: Interfaces.FlagInput = {
    prompt: Flags.string({char: 'p', summary: 'prompt', helpGroup: 'REQUEST', helpValue: 'TEXT'}),
  }
  const chars = new Set(Object.values(createFlags).map(({char}) => char))
  for (const {flags} of Object.values(commands)) {
    for (const [name, flag] of Object.entries(flags as Interfaces.FlagInput)) {
      if (name in createFlags) continue
      const earlier = found[name]
      if (earlier?.type === 'option' && flag.type === 'option' && earlier.options)
        earlier.options = [...new Set([...earlier.options, ...(flag.options ?? [])])]
      if (earlier) continue
      const {default: _default, char, ...rest} = flag
      const shown = {...rest, summary: flag.summary?.replace(' (required)', ''), helpGroup: 'REQUEST'}
      const named = char !== undefined && !chars.has(char) ? {...shown, char} : shown
      chars.add(char)
      found[name] = (flag.type === 'boolean' ? {...named, allowNo: true} : named) as typeof flag
    }
  }
  return found
}

/** Whether a flag changes the request itself. */
const isOfRequest = (name: string): boolean =>
  !Object.hasOwn(createFlags, name) && !Object.hasOwn(globalFlags, name) && name !== 'changed-inputs'

/** Where a task is made and with which account, where nothing else says it. */
interface Place {
  region?: string
  profile?: string
}

export default class VideoRerun extends CreateCommand<typeof VideoRerun> {
  static override summary = 'create a video again, with the same request or a modified one'

  static override description =
    'Accepts a task, a sidecar written by --sidecar, or a video with a sidecar next to it. Sends the same request ' +
    'with the same files under a new external ID, to the same place unless flags or settings say otherwise. ' +
    'The flags of the command that created it change what they say. It costs as much as the first time.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> 847487393472614443 -o cat.mp4',
    '<%= config.bin %> <%= command.id %> 847487393472614443 -d 10 --mode std --prompt "The cat sleeps"',
    '<%= config.bin %> <%= command.id %> dance.mp4 --ratio 9:16 --dry-run',
    '<%= config.bin %> <%= command.id %> dance.mp4.json --set duration=10 -o dance-2.mp4 --sidecar',
  ]

  static override args = {
    from: Args.string({description: 'task ID, sidecar or video', ignoreStdin: true}),
  }

  static override flags = {
    'changed-inputs': Flags.boolean({
      summary: 'use the input files as they are now, even if they have changed',
    }),
    ...requestFlags(),
    ...createFlags,
  }

  async run(): Promise<CreateResult | undefined> {
    const {args, flags} = this
    const name = requireArgument(args.from, {
      code: 'missing_task_id',
      name: msg`task ID, sidecar or video`,
      example: 'kling video rerun 847487393472614443 -o dance-2.mp4',
    })
    const kept = new KeptRequests(this.config.dataDir)
    const found = await findRecipe({name, journal: this.journal, kept})
    const kind = kindOfRecipe(found)
    const place = await this.placeOf(found)
    this.rerunOf = {task_id: found.task_id, external_task_id: found.external_task_id}
    if (Object.keys(this.flags).some(flag => this.isGiven(flag) && isOfRequest(flag)))
      return this.runChanged(found, place)
    const recipe = changeRecipe(found, flags.set ?? [])
    if (!flags['changed-inputs']) await checkInputs(recipe)
    this.defaults = {...this.defaults, ...place}
    return this.create(rerunRequest(kind), recipe)
  }

  /** Where the task was made and with which account, unless flags, environment or settings say otherwise. */
  private async placeOf({region, profile}: Recipe): Promise<Place> {
    const place: Place = {}
    if (profile !== undefined && this.profile.profile === undefined) {
      try {
        this.settings = await this.host.loadSettings({profile})
        place.profile = profile
      } catch (error) {
        if (!isKlingError(error) || error.code !== 'invalid_argument') throw error
        this.note(t`Warning: the task was created with the profile ${profile}, which does not exist here.`)
      }
    }
    const isChosen = this.flags.region !== undefined || destinationOf(this.settings).origin !== 'default'
    if (!isChosen && region !== 'custom') place.region = region
    return place
  }

  /** Runs the command that made the task, with what the flags change. */
  private async runChanged(recipe: Recipe, place: Place): Promise<undefined> {
    const command = commands[recipe.kind as keyof typeof commands]
    const given = this.givenFlags(command.flags)
    const entries = Object.entries(given)
    const change = Object.fromEntries(entries.filter(([name]) => isOfRequest(name)))
    const {'changed-inputs': usesChanged, ...others} = Object.fromEntries(
      entries.filter(([name]) => !isOfRequest(name)),
    )
    const {words, lost} = changedWords(recipe, change, wordsOfFlags({...others, ...place}))
    if (lost !== undefined) {
      throw new KlingError(
        'invalid_argument',
        t`The input of ${`--${lost}`} was given as text and was not kept.`,
        {
          hint: t`Specify it again, as a file or a URL: ${`--${lost}`} …`,
        },
      )
    }
    const isUsed = (file: string): boolean => words.some(word => word.includes(file))
    if (!usesChanged) await checkInputs(recipe, isUsed)
    // Which tells the class its name.
    await this.config.findCommand(`video:${commandOfKind[recipe.kind]}`)?.load()
    await new command(words, this.config).runAgain(this.rerunOf!)
  }

  /** The flags that are given, as a command knows them: `no-NAME` for one that is taken back, where it has that. */
  private givenFlags(known: Interfaces.FlagInput): GivenFlags {
    const given = Object.entries(this.flags as GivenFlags).filter(([name]) => this.isGiven(name))
    const nameOf = (name: string, value: unknown): [string, boolean] | undefined => {
      const flag = known[name]
      const isTakenBack = value === false && flag?.type === 'boolean' && flag.allowNo
      return isTakenBack ? [`no-${name}`, true] : undefined
    }
    return Object.fromEntries(given.map(([name, value]) => nameOf(name, value) ?? [name, value]))
  }

  /** They are in the recipe already, so that files in whose place they stand need not be there. */
  protected override get assignments(): string[] {
    return []
  }
}
