import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {makePrivateFolder, readObject, withLock, writeAtomic} from 'kling-cli/plugin'

/** Everything secret of one sandbox. Anyone who reads its state folder may use it; it opens nothing else. */
export interface SandboxKeys {
  accessKey: string
  secretKey: string
  /** The static key, sent as it is. */
  apiKey: string
  /** Signs callbacks, in the form of Standard Webhooks: `whsec_` + Base64. */
  webhookSecret: string
  /** Signs the links to result files. */
  linkSecret: string
}

/** The one account of a sandbox, as the owner of what is made in it. */
export const accountId = '10001'

const fields = ['accessKey', 'secretKey', 'apiKey', 'webhookSecret', 'linkSecret'] as const

function makeKeys(): SandboxKeys {
  return {
    accessKey: `sandbox-${randomBytes(12).toString('hex')}`,
    secretKey: randomBytes(24).toString('hex'),
    apiKey: `api-key-kling-sandbox-${randomBytes(16).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    linkSecret: randomBytes(32).toString('hex'),
  }
}

async function readKeys(path: string): Promise<SandboxKeys | undefined> {
  const stored = await readObject(path)
  const complete = stored && fields.every(field => typeof stored[field] === 'string' && stored[field] !== '')
  return complete ? (stored as unknown as SandboxKeys) : undefined
}

/**
 * The keys of the sandbox whose state is in `stateDir`. The first process to ask makes them; all others get
 * the same ones.
 */
export async function loadKeys(stateDir: string): Promise<SandboxKeys> {
  const path = join(stateDir, 'keys.json')
  const stored = await readKeys(path)
  if (stored) return stored
  await makePrivateFolder(stateDir)
  return withLock(join(stateDir, 'keys.lock'), async () => {
    const madeMeanwhile = await readKeys(path)
    if (madeMeanwhile) return madeMeanwhile
    const keys = makeKeys()
    await writeAtomic(path, `${JSON.stringify(keys, null, 2)}\n`)
    return keys
  })
}
