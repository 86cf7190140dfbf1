import type {KlingClient} from '../api/client.js'
import type {JsonBody} from '../http/streaming-body.js'

/** An element as the API gives it; its id may be a number past 2^53, which the client keeps as digits. */
interface ApiElement {
  element_id: string | number
  element_name: string
  element_description?: string
  element_frontal_image?: string
  owned_by?: string
}

/** Where the elements of each `--type` are listed. */
export const elementPaths = {
  custom: '/v1/general/custom-elements',
  official: '/v1/general/presets-elements',
} as const

/** What `element list` prints of an element. */
export interface ElementSummary {
  /** 64-bit number, as digits. */
  element_id: string
  name: string
  description?: string | undefined
  /** Address of its front view. */
  frontal_url?: string | undefined
  /** By the API: `kling` for official ones, else an account. */
  owned_by?: string | undefined
}

/** An element that was made. */
export interface CreatedElement {
  /** 64-bit number, as digits. */
  element_id: string
  /** As in lists. */
  name: string
  element_name: string
}

/** Makes an element. Sent once: whether a lost one was made can be seen in the list. */
export async function createElement(
  client: Pick<KlingClient, 'post'>,
  body: JsonBody,
): Promise<CreatedElement> {
  const {data} = await client.post<ApiElement>(elementPaths.custom, body)
  const {element_id: id, element_name: name} = data
  return {element_id: String(id), name, element_name: name}
}

/** One page of elements. */
export async function listElements(
  client: Pick<KlingClient, 'get'>,
  type: keyof typeof elementPaths,
  {limit, page}: {limit: number; page: number},
): Promise<ElementSummary[]> {
  const path = `${elementPaths[type]}?pageNum=${page}&pageSize=${limit}`
  const {data} = await client.get<ApiElement[] | undefined>(path, {purpose: 'list'})
  return (data ?? []).map(element => ({
    element_id: String(element.element_id),
    name: element.element_name,
    description: element.element_description,
    frontal_url: element.element_frontal_image,
    owned_by: element.owned_by,
  }))
}

/** Deletes a user's own element. */
export async function deleteElement(client: Pick<KlingClient, 'post'>, id: string): Promise<void> {
  await client.post('/v1/general/delete-elements', {element_id: id})
}
