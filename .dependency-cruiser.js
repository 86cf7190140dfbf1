// The order of the rooms: what may import what. Types and import() count, too.
import {forbiddenRooms, rooms} from './scripts/rooms.js'

const only = (name, comment, from, to) => ({name, comment, severity: 'error', from, to})

export default {
  forbidden: [
    only('no-circles', 'No module needs itself.', {}, {circular: true}),
    ...rooms
      .filter(room => forbiddenRooms(room).length > 0)
      .map(room =>
        only(
          `${room}-imports-only-rooms-before-it`,
          'The order is in scripts/rooms.js.',
          {path: `^src/lib/${room}/`},
          {path: `^src/lib/(${forbiddenRooms(room).join('|')})/`},
        ),
      ),
    only(
      'rooms-know-nobody-above-them',
      'Commands, hooks, the faces and what starts the program stand above all rooms.',
      {path: '^src/lib/[^/]+/'},
      {path: '^src/(cli|commands|hooks|gallery-page|lib/[^/]+\\.ts$)'},
    ),
    only(
      'commands-import-rooms-only',
      'A command is statics and one call of a room; rerun has the flags of the commands that it runs again.',
      {path: '^src/commands/', pathNot: '^src/commands/video/rerun\\.ts$'},
      {path: '^src/', pathNot: '^src/lib/[^/]+/'},
    ),
    only(
      'hooks-import-rooms-only',
      'Hooks are run by name.',
      {path: '^src/hooks/'},
      {path: '^src/', pathNot: '^src/lib/[^/]+/'},
    ),
    only(
      'cli-imports-rooms-only',
      'oclif finds commands and hooks.',
      {path: '^src/cli/'},
      {path: '^src/', pathNot: '^src/(lib/[^/]+|cli)/'},
    ),
    only(
      'page-knows-the-gallery-only',
      'It runs in a browser.',
      {path: '^src/gallery-page/'},
      {path: '^src/', pathNot: '^src/(gallery-page|lib/gallery)/'},
    ),
    only(
      'plugins-use-the-public-surface',
      'Plugins import kling-cli/plugin, as those of others do.',
      {path: '^(plugins|examples)/([^/]+)/src/'},
      {path: '^(src|plugins|examples|packages)/', pathNot: '^$1/$2/src/'},
    ),
    only(
      'packages-stand-alone',
      'A package imports nothing of the program.',
      {path: '^packages/([^/]+)/src/'},
      {path: '^(src|plugins|packages)/', pathNot: '^packages/$1/'},
    ),
  ],
  options: {
    doNotFollow: {path: 'node_modules|/dist/'},
    exclude: {path: '/(dist|test|scripts)/|\\.json$'},
    includeOnly: '^(src|plugins|packages|examples)/',
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
  },
}
