import type {JsonBody, JsonValue} from '../http/streaming-body.js'

/** A setting of a request: the flag that sets it, and its value; `true` for a flag without one. */
export interface Setting {
  flag: string
  value: string | true
}

/** A request body as the command line puts it. */
export interface Asked {
  /** The arguments before the flags: the prompt, or the id of a video. */
  positionals: string[]
  settings: Setting[]
}

type Json = JsonValue | undefined
/** The settings that a field of a body stands for; undefined where no flag says it. */
type Reading = (value: Json, body: JsonBody) => Setting[] | undefined

/** What each kind of task is asked for with, below `kling video`. */
export const commandOfKind: Record<string, string> = {
  create: 'create',
  text2video: 'create-from-text',
  image2video: 'create-from-image',
  'motion-control': 'create-motion-control',
  avatar: 'create-avatar',
  extend: 'extend',
  'add-sound': 'add-sound',
}

const setting = (flag: string, value: Json): Setting[] | undefined =>
  typeof value === 'string' || typeof value === 'number' ? [{flag, value: String(value)}] : undefined

const text =
  (flag: string): Reading =>
  value =>
    setting(flag, value)

/** A field that a flag without a value sets to one certain value. */
const when =
  (flag: string, wanted: string): Reading =>
  value =>
    JSON.stringify(value) === wanted ? [{flag, value: true}] : undefined

const json =
  (flag: string): Reading =>
  value => [{flag, value: JSON.stringify(value)}]

/** All of a list, or none: an entry that no flag says goes out with the whole list. */
const each =
  (reading: (entry: Record<string, Json>) => Setting[] | undefined): Reading =>
  value => {
    if (!Array.isArray(value)) return undefined
    const settings = value.map(entry => (isObject(entry) ? reading(entry) : undefined))
    return settings.every(some => some !== undefined) ? settings.flat() : undefined
  }

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isPlain = (entry: Record<string, Json>, ...names: string[]): boolean =>
  Object.keys(entry).every(name => names.includes(name))

const imageFlags = new Map<unknown, string>([
  [undefined, 'ref-image'],
  ['first_frame', 'first-frame'],
  ['end_frame', 'last-frame'],
])

const images = each(entry => {
  const flag = imageFlags.get(entry.type)
  return flag && isPlain(entry, 'image_url', 'type') ? setting(flag, entry.image_url) : undefined
})

const videos = each(({video_url: url, refer_type: type, keep_original_sound: sound}) => {
  const settings = setting(type === 'base' ? 'base-video' : 'ref-video', url)
  return sound === 'no' ? settings?.concat({flag: 'ref-exclude-sound', value: true}) : settings
})

const shots = each(({prompt, duration}) => [{flag: 'shot', value: `${String(duration)}s: ${String(prompt)}`}])

/** `multi_shot` and `shot_type` say together what one flag says, or what `--shot` implies. */
const multiShot: Reading = (_value, body) =>
  Array.isArray(body.multi_prompt) ? [] : [{flag: 'multi-shot', value: true}]

const soundKept: Reading = value => (value === 'no' ? [{flag: 'no-keep-sound', value: true}] : [])

/** The fields of all kinds by name; where two kinds mean different things by one name, by `kind.name`. */
const readings: Record<string, Reading> = {
  model_name: text('model'),
  mode: text('mode'),
  duration: text('duration'),
  aspect_ratio: text('ratio'),
  negative_prompt: text('negative'),
  cfg_scale: text('cfg-scale'),
  camera_control: json('camera-control'),
  image_list: images,
  element_list: each(({element_id: id}) => setting('element', id)),
  voice_list: each(({voice_id: id}) => setting('voice', id)),
  video_list: videos,
  sound: when('sound', '"on"'),
  multi_shot: multiShot,
  shot_type: (_value, body) => (body.multi_shot === undefined ? undefined : []),
  multi_prompt: shots,
  watermark_info: when('watermark', '{"enabled":true}'),
  static_mask: text('static-mask'),
  dynamic_masks: json('dynamic-mask'),
  asmr_mode: when('asmr', 'true'),
  sound_effect_prompt: text('sound'),
  bgm_prompt: text('bgm'),
  audio_id: text('audio-id'),
  sound_file: text('audio'),
  image_tail: text('last-frame'),
  'image2video.image': text('first-frame'),
  'avatar.image': text('image'),
  'motion-control.image_url': text('image'),
  'motion-control.video_url': text('video'),
  'motion-control.character_orientation': text('orientation'),
  'motion-control.keep_original_sound': soundKept,
  'add-sound.video_url': text('url'),
  'extend.prompt': text('prompt'),
}

/** Fields that are of one submission, not of what is asked for. */
const own = new Set(['external_task_id', 'callback_url'])
/** Fields that stand before the flags. */
const isPositional = (kind: string, name: string): boolean =>
  name === 'video_id' || (name === 'prompt' && kind !== 'extend')

const readingOf = (name: string): Reading | undefined =>
  Object.hasOwn(readings, name) ? readings[name] : undefined

/** Reads a request body back into what was typed for it. Fields that no flag knows become `--set name=value`. */
export function readRequest(kind: string, body: JsonBody): Asked {
  const asked: Asked = {positionals: [], settings: []}
  for (const [name, value] of Object.entries(body)) {
    if (own.has(name) || value === undefined) continue
    if (isPositional(kind, name) && typeof value === 'string') {
      if (value !== '') asked.positionals.push(value)
      continue
    }
    const reading = readingOf(`${kind}.${name}`) ?? readingOf(name)
    asked.settings.push(
      ...(reading?.(value, body) ?? [{flag: 'set', value: `${name}=${JSON.stringify(value)}`}]),
    )
  }
  return asked
}

/** The command that asks for the same; undefined for kinds that no command of the program makes. */
export function commandLine(kind: string, {positionals, settings}: Asked): string | undefined {
  const command = Object.hasOwn(commandOfKind, kind) ? commandOfKind[kind] : undefined
  return command && shellLine(['kling', 'video', command, ...wordsOf({positionals, settings})])
}

/** The words behind the command. */
export function wordsOf({positionals, settings}: Asked): string[] {
  // A prompt that begins with a dash would be taken for a flag.
  const [dashed, plain] = [positionals.filter(isDashed), positionals.filter(word => !isDashed(word))]
  const flags = settings.flatMap(({flag, value}) => {
    if (value === true) return [`--${flag}`]
    return isDashed(value) ? [`--${flag}=${value}`] : [`--${flag}`, value]
  })
  return [...plain, ...flags, ...(dashed.length > 0 ? ['--', ...dashed] : [])]
}

const isDashed = (word: string): boolean => word.startsWith('-')

/** Words as a shell takes them. */
export function shellLine(words: string[]): string {
  return words
    .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}
