import {copyFile, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {type Answer, Refusal, success} from './http/envelope.js'
import {signLink} from './http/signed-link.js'
import {accountId} from './keys.js'
import {pageOf} from './http/paging.js'
import type {Operation, Sandbox} from './operation.js'
import {makePrivateFolder, readObject, writeAtomic} from 'kling-cli/plugin'
import type {TaskStore} from './state/store.js'
import {isTaskId, nextIds} from './state/task-id.js'
import {fits, inputName, type RequestBody} from './state/task-record.js'
import {checkBody} from './validation/check-request.js'
import {keepFiles} from './validation/request-files.js'

/** An element as it is on disk. Its id is a number of 64 bits, kept as digits. */
interface ElementRecord {
  id: string
  name: string
  description: string
  /** URLs, or names of files in the element's folder of results. */
  frontal: string
  references: string[]
  tags: string[]
  owner: string
  createdAt: number
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

/** What a file must hold to be an element. */
const checks = {
  id: isText,
  name: isText,
  description: isText,
  frontal: isText,
  references: isTexts,
  tags: isTexts,
  owner: isText,
  createdAt: Number.isFinite,
}

/** The tags and what they stand for. Source: ElementTagId. */
const tagNames: Record<string, string> = {
  o_101: 'meme',
  o_102: 'character',
  o_103: 'animal',
  o_104: 'prop',
  o_105: 'clothing',
  o_106: 'scene',
  o_107: 'effect',
  o_108: 'other',
}

const picture = 'https://example.com/kling-sandbox/element.png'

function official(id: string, name: string, description: string, tag: string): ElementRecord {
  return {
    id,
    name,
    description,
    frontal: picture,
    references: [picture],
    tags: [tag],
    owner: 'kling',
    createdAt: 0,
  }
}

/** Made-up elements that everybody has. Their ids are past 2^53, as real ones may be. */
const officialElements = [
  official('829836802793406551', 'Paper crane', 'a folded paper bird', 'o_104'),
  official('829836802793406552', 'Tin robot', 'a small robot of tin', 'o_102'),
  official('829836802793406553', 'Corgi', 'a friendly short-legged dog', 'o_103'),
]

function folderOf(store: TaskStore): string {
  return join(store.folder, 'elements')
}

async function readElement(store: TaskStore, id: string): Promise<ElementRecord | undefined> {
  if (!isTaskId(id)) return undefined
  const content = await readObject(join(folderOf(store), `${id}.json`)).catch(() => undefined)
  return content?.id === id && fits(checks, content) ? (content as unknown as ElementRecord) : undefined
}

function viewOf({keys}: Sandbox, baseUrl: string, element: ElementRecord): object {
  const link = (file: string) => {
    if (/^https?:/.test(file)) return file
    const options = {secret: keys.linkSecret, createdAt: element.createdAt}
    return signLink(baseUrl, `/files/${element.id}/${file}`, options)
  }
  return {
    element_id: element.id,
    element_name: element.name,
    element_description: element.description,
    element_frontal_image: link(element.frontal),
    element_refer_list: element.references.map(file => ({image_url: link(file)})),
    tag_list: element.tags.map(id => ({id, name: tagNames[id], description: tagNames[id]})),
    owned_by: element.owner,
  }
}

/** Puts a kept input into the element's own folder, from where it is served; URLs stay as they are. */
async function place(store: TaskStore, id: string, value: string, name: string): Promise<string> {
  const kept = inputName(value)
  if (!kept) return value
  const file = `${name}.${kept.split('.').at(-1)}`
  await makePrivateFolder(store.resultFolder(id))
  await copyFile(store.inputPath(kept), join(store.resultFolder(id), file))
  return file
}

/** POST: makes an element; the service answers at once. */
export const createElement: Operation = async (sandbox, {body, baseUrl}): Promise<Answer> => {
  const {api, store, clock} = sandbox
  const request = checkBody(api, 'createCustomElement', await body())
  await store.prepare()
  await makePrivateFolder(folderOf(store))
  await keepFiles(request, api.requests.createCustomElement!.media, (bytes, extension) =>
    store.keepInput(bytes, extension),
  )
  const {element_name, element_description, element_frontal_image, element_refer_list, tag_list} =
    request as {
      element_name: string
      element_description: string
      element_frontal_image: string
      element_refer_list: {image_url: string}[]
      tag_list?: {tag_id: string}[]
    }
  const id = await store.alone(async () => (await nextIds(store.folder, clock()))[0])
  const references = element_refer_list.map(({image_url}, index) =>
    place(store, id, image_url, `ref-${index + 1}`),
  )
  const element: ElementRecord = {
    id,
    name: element_name,
    description: element_description,
    frontal: await place(store, id, element_frontal_image, 'frontal'),
    references: await Promise.all(references),
    tags: (tag_list ?? []).map(({tag_id}) => tag_id),
    owner: accountId,
    createdAt: clock(),
  }
  await writeAtomic(join(folderOf(store), `${id}.json`), JSON.stringify(element))
  return success(viewOf(sandbox, baseUrl, element))
}

/** GET: a page of the user elements, newest first. */
export const listElements: Operation = async (sandbox, {query, baseUrl}) => {
  const {page, size} = pageOf(query)
  const names = await readdir(folderOf(sandbox.store)).catch(() => [])
  const ids = names.flatMap(name => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
  const wanted = ids
    .sort()
    .reverse()
    .slice((page - 1) * size, page * size)
  const elements = await Promise.all(wanted.map(id => readElement(sandbox.store, id)))
  return success(elements.flatMap(element => (element ? [viewOf(sandbox, baseUrl, element)] : [])))
}

/** GET: a page of the official elements. */
export const listOfficialElements: Operation = async (sandbox, {query, baseUrl}) => {
  const {page, size} = pageOf(query)
  const wanted = officialElements.slice((page - 1) * size, page * size)
  return success(wanted.map(element => viewOf(sandbox, baseUrl, element)))
}

/** POST: deletes a user's own element. */
export const deleteElement: Operation = async (sandbox, {body}) => {
  const {api, store, clock} = sandbox
  const {element_id: id} = checkBody(api, 'deleteElement', await body()) as {element_id: string}
  if (officialElements.some(element => element.id === id)) {
    throw new Refusal(1201, 'element_id: only custom elements can be deleted')
  }
  if (!(await readElement(store, id))) throw new Refusal(1201, `Element not found by element_id: ${id}`)
  await rm(join(folderOf(store), `${id}.json`), {force: true})
  await rm(store.resultFolder(id), {recursive: true, force: true})
  const taskId = await store.alone(async () => (await nextIds(store.folder, clock()))[0])
  return success({task_id: taskId, task_status: 'succeed'})
}

/**
 * Checks that the elements that a request names are there.
 *
 * @throws Refusal 1201
 */
export async function checkElements(store: TaskStore, body: RequestBody): Promise<void> {
  const list = (body.element_list ?? []) as {element_id: string | number}[]
  for (const [index, {element_id}] of list.entries()) {
    const id = String(element_id)
    if (officialElements.some(element => element.id === id) || (await readElement(store, id))) continue
    throw new Refusal(1201, `element_list[${index}].element_id: there is no element ${id}`)
  }
}
