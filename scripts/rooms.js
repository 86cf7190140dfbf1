/**
 * The rooms of src/lib in their order: each imports only from those before it. The lint rules and the picture in
 * docs/architecture.md are made from this list.
 */
export const rooms = [
  'i18n',
  'errors',
  'fs',
  'config',
  'http',
  'media',
  'catalog',
  'api',
  'requests',
  'journal',
  'budget',
  'tasks',
  'downloads',
  'sidecar',
  'terminal',
  'views',
  'preview',
  'plugins',
  'isolation',
  'follow',
  'gallery',
  'completion',
  'doctor',
  'command',
  'testing',
]

/** Rooms that a room must not import from. */
export const forbiddenRooms = room => rooms.slice(rooms.indexOf(room) + 1)
