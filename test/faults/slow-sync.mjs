// Preloaded into the program with --import: a disk that gets slow. The program gets SIGINT at its SIGNAL_AT-th sync, and
// from then on each takes 2 s. SYNC_COUNT is the file that is told how many there were.
import fs from 'node:fs'
import {setTimeout as delay} from 'node:timers/promises'

const syncMs = 2000
const signalAt = Number(process.env.SIGNAL_AT)
let syncs = 0

const {open} = fs.promises
let isSlow = false
fs.promises.open = async function (...args) {
  const handle = await open.apply(this, args)
  if (isSlow) return handle
  isSlow = true
  const prototype = Object.getPrototypeOf(handle)
  for (const name of ['sync', 'datasync']) {
    const real = prototype[name]
    prototype[name] = async function () {
      if (++syncs === signalAt) process.kill(process.pid, 'SIGINT')
      if (syncs >= signalAt) await delay(syncMs)
      return real.call(this)
    }
  }
  return handle
}

process.on('exit', () => {
  if (process.env.SYNC_COUNT) fs.writeFileSync(process.env.SYNC_COUNT, String(syncs))
})
