import {type Abilities, type ModelEntry, type Scenario, modelsOf, valuesOf} from '../catalog/models.js'
import {setOwnCatalogue} from '../catalog/catalogue.js'
import {modelList} from '../catalog/model-list.js'
import type {CommandLine} from './command-line.js'
import type {Candidate, Sources} from './types.js'

/** Command → name of its endpoint in the catalogue. */
const endpoints: Record<string, string> = {
  'video:create': 'omni-video',
  'video:create-from-text': 'text2video',
  'video:create-from-image': 'image2video',
  'video:create-motion-control': 'motion-control',
  'video:create-avatar': 'avatar',
}

/** Flags that need something of the model. */
const needs: Record<string, Exclude<keyof Abilities, 'cells'>> = {
  'last-frame': 'end_frame',
  sound: 'sound',
  voice: 'voice',
  'camera-control': 'camera_control',
  'static-mask': 'motion_brush',
  'dynamic-mask': 'motion_brush',
  negative: 'negative_prompt',
  element: 'elements',
}

/** The first of these inputs decides which scenario of omni video it is. */
const scenarios: [string[], Scenario['id']][] = [
  [['base-video'], 'base_video'],
  [['ref-video'], 'feature_video'],
  [['first-frame', 'last-frame'], 'first_last_frame'],
  [['first-frame'], 'first_frame'],
  [['ref-image'], 'reference'],
  [['element'], 'reference'],
  [[], 'text'],
]

const hasMode = ({modes = []}: ModelEntry, mode: string): boolean =>
  modes.includes(mode) || modes.includes('any')

/** The value of a flag as given, else its default. */
function valueOf({command, flags}: CommandLine, name: string): string | undefined {
  return flags.get(name)?.at(-1) ?? (command.flags?.[name]?.default as string | undefined)
}

/** The models of a command, the user's own ones first; undefined for a command without models. */
function modelsOfCommand(id: string, sources: Sources): ModelEntry[] | undefined {
  setOwnCatalogue(sources.ownModels())
  return Object.hasOwn(endpoints, id) ? modelsOf(endpoints[id]!) : undefined
}

/** The model that is chosen, or the command's own. */
function chosenModel(line: CommandLine, sources: Sources): ModelEntry | undefined {
  const model = valueOf(line, 'model')
  return modelsOfCommand(line.id, sources)?.find(entry => entry.model === model)
}

/** Models that are served and have the mode that is given. */
export function modelsFor({id, flags}: CommandLine, sources: Sources): Candidate[] | undefined {
  const mode = flags.get('mode')?.at(-1)
  return modelsOfCommand(id, sources)
    ?.filter(entry => !entry.retired && (mode === undefined || hasMode(entry, mode)))
    .map(({model}) => ({value: model}))
}

/** All models that are not retired, by both of their names. */
export function namesOfModels(sources: Sources): Candidate[] {
  setOwnCatalogue(sources.ownModels())
  return modelList()
    .filter(({status}) => status !== 'retired')
    .flatMap(({names, commands}) => names.map(value => ({value, description: commands.join(', ')})))
}

/** Modes of the chosen model. */
export function modesFor(line: CommandLine, sources: Sources): Candidate[] | undefined {
  const entry = chosenModel(line, sources)
  if (!entry?.modes) return undefined
  const modes = entry.modes.includes('any') ? valuesOf(entry.endpoint).modes : entry.modes
  return modes.map(value => ({value}))
}

/** Durations of the chosen model and mode, with the inputs that are given. */
export function durationsFor(line: CommandLine, sources: Sources): Candidate[] | undefined {
  const entry = chosenModel(line, sources)
  if (!entry) return undefined
  return durationsOf(entry, line).map(value => ({value, description: 'length in seconds'}))
}

function durationsOf(entry: ModelEntry, line: CommandLine): string[] {
  const {flags} = line
  if (entry.scenarios) {
    const [, id] = scenarios.find(([inputs]) => inputs.every(input => flags.has(input)))!
    return entry.scenarios.find(scenario => scenario.id === id)?.durations ?? []
  }
  const mode = valueOf(line, 'mode') ?? 'any'
  const wanted = Object.entries(needs).flatMap(([flag, ability]) => (flags.has(flag) ? ability : []))
  const fitting = (entry.abilities ?? []).filter(abilities => wanted.every(ability => abilities[ability]))
  const durations = fitting.flatMap(({cells}) => cells[mode] ?? cells.any ?? [])
  return [...new Set(durations)].sort((a, b) => Number(a) - Number(b))
}
