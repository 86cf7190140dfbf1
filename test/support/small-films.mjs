// Preloaded into the program with --import: the sandbox's renderer, which inherits it, makes films of few pixels.
import module from 'node:module'
import os from 'node:os'

if (/renderer-process\.[jt]s$/.test(process.argv[1] ?? '')) {
  // One thread: another takes longer to start than half of such a film.
  os.availableParallelism = () => 1
  module.syncBuiltinESMExports()
  module.registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!/\/render\/frame-size\.[jt]s$/.test(url)) return loaded
      const source = String(loaded.source).replace(/\b(\d{3,4})\b/g, sides =>
        String(Math.round(sides / 16) * 2),
      )
      return {...loaded, source}
    },
  })
}
