/**
 * The rooms of src/lib in their order, each with what it is for. A room imports only from those before it: the lint
 * rules in .dependency-cruiser.js and the picture in docs/architecture.md are made from this table.
 */
export const purposes = {
  i18n: 'texts in English and Chinese: t, msg',
  errors: 'KlingError, codes, exit codes, nearest word',
  fs: 'locks, atomic writes, walking folders',
  config: 'folders, settings, profiles, regions',
  http: 'requests, uploads, downloads, proxies, backoff',
  media: 'input files: find them, check images and audio',
  catalog: 'models, prices, task kinds, API codes as data',
  api: 'the client of the Kling API, tokens, response errors',
  requests: 'options → request body, pure',
  journal: 'the record of every submission',
  budget: 'limits, spend guard, cost report, account',
  tasks: 'submit, query, reconcile, poll, wait',
  downloads: 'part file, ranges, retries, archive plan',
  sidecar: 'the request of a result, for a rerun',
  terminal: 'screen, tables, progress, prompts',
  views: 'results and errors as people see them',
  preview: 'pictures in terminals',
  plugins: 'installed plugins, permissions, hooks, loading',
  isolation: 'untrusted plugins in separate processes',
  follow: 'follow tasks until they finish, save results',
  gallery: 'the server and the export of the gallery',
  completion: 'shell completion',
  doctor: 'checks of the setup',
  command: 'base classes of commands, flags, host services',
  testing: 'commands in a private home, for tests of plugins',
}

export const rooms = Object.keys(purposes)

/** Rooms that a room must not import from. */
export const forbiddenRooms = room => rooms.slice(rooms.indexOf(room) + 1)
