import {createWriteStream} from 'node:fs'
import {readdir, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {makeFolders} from '../fs/make-folders.js'
import {t} from '../i18n/translate.js'
import type {Clip, GalleryState} from './clip.js'
import type {Collection} from './collection.js'
import {type MediaSource, openMedia} from './media-file.js'
import {readPage} from './server.js'
import type {Stars} from './stars.js'

export interface ExportOptions {
  /** A public one. */
  collection: Collection
  stars: Stars
  /** Folder of the built page. */
  pageFolder: string
  language: string
  /** Folder to write; new or empty, unless `force`. */
  folder: string
  force: boolean
  /** Leaves all others out. */
  onlyStarred: boolean
}

/** What was written. */
export interface Exported {
  /** Number of clips. */
  clips: number
  /** Number of those whose files are in it. */
  files: number
  /** Size of these files together. */
  bytes: number
}

const policy =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: blob:; media-src 'self' file:"

/**
 * Writes the gallery as files: it opens in any browser, without a server. Clips are copied.
 * @throws KlingError `output_exists`, `write_error`
 */
export async function exportGallery(options: ExportOptions): Promise<Exported> {
  const {collection, stars, folder, language} = options
  const page = await readPage(options.pageFolder)
  await collection.refresh()
  const starred = await stars.all()
  const chosen = collection.all().filter(({id}) => !options.onlyStarred || starred.includes(id))
  try {
    await makeFolder(folder, options.force)
    const clips: Clip[] = []
    const names = new Set<string>()
    for (const clip of chosen) clips.push(await put(clip, collection.sourceOf(clip.id), folder, names))
    const state: GalleryState = {clips, stars: starred, language, isCopy: true}
    const html = page['index.html']
      .toString()
      .replace(
        '<script',
        `<meta http-equiv="content-security-policy" content="${policy}" />\n    <script src="data.js" defer></script>\n    <script`,
      )
    for (const [name, content] of Object.entries({...page, 'index.html': html}))
      await writeFile(join(folder, name), content)
    await writeFile(join(folder, 'data.js'), `var klingGallery = ${JSON.stringify(state)}\n`)
    const files = clips.flatMap(({file}) => file ?? [])
    return {clips: clips.length, files: files.length, bytes: files.reduce((sum, {bytes}) => sum + bytes, 0)}
  } catch (error) {
    const code = isKlingError(error) ? undefined : systemCode(error)
    if (code === undefined) throw error
    throw new KlingError('write_error', t`Cannot write the gallery to ${folder} (${code}).`, {
      cause: error,
    })
  }
}

async function makeFolder(folder: string, force: boolean): Promise<void> {
  await makeFolders(resolve(folder))
  if (!force && (await readdir(folder)).length > 0) {
    throw new KlingError('output_exists', t`The folder ${folder} is not empty.`, {
      hint: t`Choose a new one, or overwrite its contents with --force.`,
    })
  }
  await makeFolders(resolve(folder, 'clips'))
}

/** Puts the file of a clip into the folder. @returns the clip as the copy tells of it */
async function put(
  clip: Clip,
  source: MediaSource | undefined,
  folder: string,
  names: Set<string>,
): Promise<Clip> {
  if (!clip.file) return clip
  const file = source && (await openMedia(source))
  // It was there a moment ago.
  if (!file) return {...clip, file: undefined}
  const name = freeName(clip.file.name, names)
  const target = join(folder, 'clips', name)
  await rm(target, {force: true})
  await pipeline(file.createReadStream(), createWriteStream(target, {flags: 'wx'}))
  return {...clip, file: {...clip.file, url: `clips/${encodeURIComponent(name)}`}}
}

/** Files of many folders come into one. */
function freeName(name: string, names: Set<string>): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? []
  let free = name
  for (let number = 2; names.has(free.toLowerCase()); number++) free = `${stem}-${number}${extension}`
  names.add(free.toLowerCase())
  return free
}
