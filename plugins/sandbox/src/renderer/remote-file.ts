import {checkImage, type ImageLimits} from '../validation/images.js'

const maxBytes = 50 * 1024 * 1024
const timeoutMs = 10_000

/** What the service says of a file that it cannot get or use; such a task fails and costs nothing. */
export class FileFailure extends Error {}

async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length
    if (size > limit) throw new Error('the file is too large')
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks)
}

export interface FetchOptions {
  fetch: typeof fetch
  signal?: AbortSignal | undefined
  /** Bytes; 50 MB when left out. */
  limit?: number
}

/**
 * Gets a file from an http(s) URL, in at most 10 s.
 *
 * @throws FileFailure with the words of the service.
 */
export async function fetchFile(
  url: string,
  {limit = maxBytes, ...options}: FetchOptions,
): Promise<Uint8Array> {
  try {
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
    const response = await options.fetch(url, {signal})
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return await readLimited(response, limit)
  } catch (cause) {
    throw new FileFailure('Something went wrong when we tried to get the contents of the file.', {cause})
  }
}

/**
 * Gets an image from an http(s) URL and checks it by the limits of its field.
 *
 * @throws FileFailure with the words of the service.
 */
export async function fetchImage(
  url: string,
  limits: ImageLimits | undefined,
  options: FetchOptions,
): Promise<{bytes: Uint8Array; extension: string}> {
  const bytes = await fetchFile(url, options)
  const facts = checkImage(bytes, {...limits, maxBytes})
  if ('problem' in facts) throw new FileFailure(`${url}: ${facts.problem}`)
  return {bytes, extension: facts.extension}
}
