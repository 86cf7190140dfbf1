// Preloaded into the program with --import: kills it (SIGKILL) before the KILL_AT-th change that it makes to files, and
// writes to KILL_COUNT how many it made when it was not killed. Reading is no change.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

const killAt = Number(process.env.KILL_AT)
let changes = 0

function step() {
  if (++changes === killAt) process.kill(process.pid, 'SIGKILL')
}

function watch(object, names) {
  for (const name of names) {
    const real = object[name]
    object[name] = function (...args) {
      step()
      return real.apply(this, args)
    }
  }
}

watch(fs.promises, ['mkdir', 'link', 'rename', 'rm', 'writeFile', 'unlink'])

// Of a download: in how many pieces it comes is another one in each run, so that only the first of them counts.
const {writeSync} = fs
let hasWritten = false
fs.writeSync = function (...args) {
  if (!hasWritten) step()
  hasWritten = true
  return writeSync.apply(this, args)
}

const {open} = fs.promises
let isWatched = false
fs.promises.open = async function (path, flags = 'r', ...more) {
  const isChange = typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : flags !== 'r'
  if (isChange) step()
  const handle = await open.call(this, path, flags, ...more)
  if (!isWatched) {
    isWatched = true
    watch(Object.getPrototypeOf(handle), ['write', 'writeFile', 'sync', 'datasync', 'truncate'])
  }
  return handle
}
syncBuiltinESMExports()
process.on('exit', () => {
  if (process.env.KILL_COUNT) fs.writeFileSync(process.env.KILL_COUNT, String(changes))
})
