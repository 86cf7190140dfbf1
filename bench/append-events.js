// Appends events to a journal: `node --import tsx append-events.js FOLDER COUNT`. Prints the time of each in ms, and how
// much of it was the disk's.
import {open} from 'node:fs/promises'
import {Journal} from '../src/lib/journal/journal.ts'

const [folder, count] = process.argv.slice(2)
const journal = new Journal(folder)
const handle = await open(folder)
const prototype = Object.getPrototypeOf(handle)
await handle.close()
const {datasync} = prototype
let disk = 0
prototype.datasync = async function () {
  const start = performance.now()
  await datasync.call(this)
  disk += performance.now() - start
}
const all = []
const own = []
for (let index = 0; index < Number(count); index++) {
  disk = 0
  const start = performance.now()
  await journal.append({event: 'state', task_id: `append-${index}`, status: 'processing'})
  const ms = performance.now() - start
  all.push(ms)
  own.push(ms - disk)
}
process.stdout.write(JSON.stringify({all, own}))
