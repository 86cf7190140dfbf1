import type {CommandLine, Place} from './command-line.js'
import type {Candidate, Completion, RecentIdKind, Sources} from './types.js'
import type {ManifestArgument, ManifestFlag} from './manifest.js'

type Listed = Candidate[] | undefined

type Values = (line: CommandLine, sources: Sources) => Listed | Promise<Listed>

const asCandidates = (values: Iterable<string>): Candidate[] => [...values].map(value => ({value}))

// What only some flags need is loaded for them alone: a press of Tab shall be quick.
const models = () => import('./models.js')
const configKeys = async () => (await import('../config/setting-definitions.js')).settingDefinitions

const seen =
  (kind: RecentIdKind): Values =>
  (_line, sources) =>
    sources.seen(kind)

/** Values of flags by name, in whichever command; undefined leaves it to what the manifest says of the flag. */
const flagValues: Record<string, Values> = {
  model: async (line, sources) => (await models()).modelsFor(line, sources),
  mode: async (line, sources) => (await models()).modesFor(line, sources),
  duration: async (line, sources) => (await models()).durationsFor(line, sources),
  region: async () => asCandidates((await configKeys()).region!.values!),
  profile: (_line, sources) => asCandidates(sources.profiles()),
  element: seen('element_id'),
  voice: seen('voice_id'),
  'video-id': seen('video_id'),
}

/** Values of arguments by name. */
const argumentValues: Record<string, Values> = {
  task_id: async (line, sources) => (await import('./tasks.js')).tasksFor(line, sources),
  element_id: seen('element_id'),
  voice_id: seen('voice_id'),
  video_id: seen('video_id'),
  key: async () => Object.entries(await configKeys()).map(([value, {description}]) => ({value, description})),
  value: async ({positionals}) => asCandidates((await configKeys())[positionals[0] ?? '']?.values ?? []),
  name: async ({id}, sources) => (id === 'models' ? (await models()).namesOfModels(sources) : undefined),
  plugin: ({id}, sources) => (id === 'plugins:install' ? undefined : asCandidates(sources.plugins())),
}

/** What a flag or argument takes, by its word in the help: `FILE|URL`, `DIR`, or the values themselves: `cn|global`. */
function byHelpValue(helpValue: string | string[] | undefined): Completion {
  const words = [helpValue ?? []].flat().flatMap(word => word.split('|'))
  if (words.includes('FILE')) return {kind: 'files', candidates: []}
  if (words.includes('DIR')) return {kind: 'folders', candidates: []}
  const isList = words.length > 1 && words.every(word => /^[a-z0-9][\w.:-]*$/.test(word))
  return {kind: 'words', candidates: isList ? asCandidates(words) : []}
}

/** The values of a flag; its default is marked. */
export async function valuesOfFlag(
  line: CommandLine,
  {name, flag}: Extract<Place, {what: 'value'}>,
  sources: Sources,
): Promise<Completion> {
  const own = Object.hasOwn(flagValues, name) ? await flagValues[name]!(line, sources) : undefined
  const listed = own ?? (flag.options && asCandidates(flag.options))
  if (!listed) return byHelpValue(flag.helpValue)
  return {kind: 'words', candidates: listed.map(candidate => markDefault(candidate, flag))}
}

function markDefault(candidate: Candidate, flag: ManifestFlag): Candidate {
  return candidate.value === flag.default ? {...candidate, description: 'default'} : candidate
}

/** The values of an argument; undefined where any text may stand. */
export async function valuesOfArgument(
  line: CommandLine,
  argument: ManifestArgument,
  sources: Sources,
): Promise<Completion | undefined> {
  const {name, options} = argument
  const own = Object.hasOwn(argumentValues, name) ? await argumentValues[name]!(line, sources) : undefined
  const listed = own ?? (options && asCandidates(options))
  if (listed) return {kind: 'words', candidates: listed}
  return Object.hasOwn(placeArguments, line.id) ? placeArguments[line.id] : undefined
}

/** Commands whose argument is a place on the disk, or may be one. */
const placeArguments: Record<string, Completion> = {
  'plugins:install': {kind: 'files', candidates: asCandidates(['voice', 'sandbox'])},
  'plugins:link': {kind: 'folders', candidates: []},
}
