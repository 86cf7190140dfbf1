import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'
import {plainText} from '../terminal/text.js'

/** What a plugin may do: `kling.permissions` of its package.json says what it wants, the index what was granted. */
export interface Permissions {
  /** Hosts that its `fetch` may reach: `api.example.com`, `*.example.com`, `localhost:8188`. */
  net: string[]
  /** Names of environment variables that it may read. */
  env: string[]
  /** Folders and files that it may read; `$CWD`, `$CONFIG` and `$DATA` stand for folders. */
  read: string[]
  /** Folders and files that it may write. */
  write: string[]
  /** Programs that it may start. */
  run: string[]
  /** Whether it may have the keys themselves. */
  credentials: boolean
  /** Hooks of kling that it may answer. */
  hooks: string[]
}

/** One thing that may be granted: `net=api.example.com`, `credentials`. */
export type Grant = string

type ListName = Exclude<keyof Permissions, 'credentials'>

interface Kind {
  /** What it allows, in plain words. */
  words: string
  /** Says what is wrong with a value, or nothing. */
  refuse: (value: string) => string | undefined
}

/** Hooks that a plugin can ask for. */
export const hookNames = [
  'kling:region',
  'kling:credentials',
  'kling:before-submit',
  'kling:task-changed',
  'kling:error',
]

/** Variables that hold keys, or that change what runs in the process or in others. */
const forbiddenEnv =
  /^(?:KLING_(?:ACCESS_KEY|SECRET_KEY|API_KEY)|NODE_.*|LD_.*|DYLD_.*|OCLIF_.*|OPENSSL_.*|SSLKEYLOGFILE)$/i

const place = /^(?:\$(?:CWD|CONFIG|DATA)(?:\/.*)?|~\/.+|\/.+|[A-Za-z]:[\\/].*)$/

function refusePlace(value: string): string | undefined {
  if (!place.test(value)) return t`must begin with $CWD, $CONFIG, $DATA, ~/ or /`
  if (/[*,]/.test(value)) return t`must not contain * or a comma`
  if (plainText(value) !== value || /[^\S ]/.test(value))
    return t`must not contain invisible characters or line breaks`
  return /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(value) ? t`must not contain ..` : undefined
}

const kinds: Record<ListName, Kind> = {
  net: {
    words: msg`connect to other hosts`,
    refuse: value =>
      /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/i.test(value)
        ? undefined
        : t`is not a host such as api.example.com or *.example.com`,
  },
  env: {
    words: msg`read environment variables`,
    refuse: value => {
      if (!/^[A-Za-z_]\w*$/.test(value)) return t`is not the name of an environment variable`
      return forbiddenEnv.test(value) ? t`is never granted to plugins` : undefined
    },
  },
  read: {words: msg`read files`, refuse: refusePlace},
  write: {words: msg`write and delete files`, refuse: refusePlace},
  run: {
    words: msg`run programs, which nothing restricts`,
    refuse: value => (/^[\w@.+/-]+$/.test(value) ? undefined : t`is not the name of a program`),
  },
  hooks: {
    words: msg`run hooks in every command`,
    refuse: value => (hookNames.includes(value) ? undefined : t`is not one of ${hookNames.join(t`, `)}`),
  },
}

const listNames = Object.keys(kinds) as ListName[]

export const noPermissions: Permissions = {
  net: [],
  env: [],
  read: [],
  write: [],
  run: [],
  credentials: false,
  hooks: [],
}

function wrong(what: string): KlingError {
  return new KlingError(
    'plugin_install_failed',
    t`The permissions that the plugin asks for are invalid: ${plainText(what)}.`,
    {
      hint: t`Report this to its author. docs/plugins.md lists what kling.permissions can contain.`,
    },
  )
}

/**
 * Reads `kling.permissions` of a package.json. What is left out is not asked for.
 * @throws KlingError `plugin_install_failed` that names what is wrong
 */
export function parsePermissions(value: unknown): Permissions {
  if (value === undefined || value === null) return noPermissions
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(t`kling.permissions is not an object`)
  const parsed: Permissions = {...noPermissions}
  for (const [name, asked] of Object.entries(value)) {
    if (name === 'credentials') {
      if (typeof asked !== 'boolean') throw wrong(t`credentials must be true or false`)
      parsed.credentials = asked
      continue
    }
    const list = listNames.find(known => known === name)
    if (!list) throw wrong(t`unknown permission ${JSON.stringify(name)}`)
    if (!Array.isArray(asked) || !asked.every(item => typeof item === 'string'))
      throw wrong(t`${name} is not a list of strings`)
    for (const item of asked) {
      const why = kinds[list].refuse(item)
      if (why) throw wrong(t`${name} ${JSON.stringify(item)} ${why}`)
    }
    parsed[list] = [...new Set(asked)]
  }
  return parsed
}

/** All that permissions hold, one by one. */
export function grantsOf(permissions: Permissions): Grant[] {
  const lists = listNames.flatMap(name => permissions[name].map(value => `${name}=${value}`))
  return permissions.credentials ? [...lists, 'credentials'] : lists
}

/** The grants of `wanted` that `granted` lacks. */
export function missingGrants(wanted: Permissions, granted: Permissions): Grant[] {
  const have = new Set(grantsOf(granted))
  return grantsOf(wanted).filter(grant => !have.has(grant))
}

/** Permissions from grants one by one. */
export function fromGrants(grants: Grant[]): Permissions {
  const permissions = structuredClone(noPermissions)
  for (const grant of grants) {
    if (grant === 'credentials') permissions.credentials = true
    else {
      const split = grant.indexOf('=')
      permissions[grant.slice(0, split) as ListName].push(grant.slice(split + 1))
    }
  }
  return permissions
}

/**
 * The grants that words such as `--allow net` and `--allow net=api.example.com` name among those on offer.
 * @throws KlingError `invalid_argument` for one that is not on offer
 */
export function chooseGrants(offered: Grant[], words: string[]): Grant[] {
  const chosen = words.flatMap(word => {
    if (word === 'all') return offered
    const found = offered.filter(grant => grant === word || grant.startsWith(`${word}=`))
    if (found.length > 0) return found
    throw new KlingError('invalid_argument', t`The plugin does not ask for ${word}.`, {
      hint: offered.length > 0 ? t`It asks for: ${offered.join(t`, `)}` : t`It asks for no permissions.`,
    })
  })
  return offered.filter(grant => chosen.includes(grant))
}

const placeNames: Record<string, string> = {
  $CWD: msg`the current folder`,
  $CONFIG: msg`its own settings folder`,
  $DATA: msg`its own data folder`,
}

/** What permissions mean, a line each, for a person who has to decide. */
export function describePermissions(permissions: Permissions): string[] {
  const lines = listNames
    .filter(name => permissions[name].length > 0)
    .map(name => {
      const values = permissions[name].map(value =>
        value.replace(/^\$[A-Z]+/, word => translate(translate(placeNames[word] ?? word))),
      )
      return `${translate(kinds[name].words)}: ${values.join(t`, `)}`
    })
  if (permissions.credentials) lines.push(t`use your Kling keys themselves`)
  return lines
}
