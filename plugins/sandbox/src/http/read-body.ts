import type {IncomingMessage} from 'node:http'
import {parseLossless} from 'kling-cli/plugin'
import {Refusal} from './envelope.js'

const maxBytes = 100 * 1024 * 1024

/**
 * Reads the JSON body of a request.
 *
 * @throws Refusal 1200 when it is too large or no JSON.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const tooLarge = new Refusal(
    1200,
    `Invalid request parameters: the body is larger than ${maxBytes / 1048576} MB`,
  )
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > maxBytes) throw tooLarge
    chunks.push(chunk as Buffer)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return parseLossless(text)
  } catch {
    throw new Refusal(1200, 'Invalid request parameters: the body is not valid JSON')
  }
}
