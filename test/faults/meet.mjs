// Preloaded into two programs with --import: before a call on a file whose name ends with MEET_AT, each waits until the
// other has come as far, or waits for a lock that this one holds. So a race that may be lost is lost.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

const {MEET_AT: place, MEET_IN: folder, MEET_OTHER: other, MEET_NAME: own} = process.env
const {open, rename, writeFile} = fs.promises
let hasMet = false

const come = () => writeFile(`${folder}/${own}.came`, '')

async function meet(path) {
  if (hasMet || !String(path).endsWith(place)) return
  hasMet = true
  await come()
  while (!fs.existsSync(`${folder}/${other}.came`)) await new Promise(resolve => setTimeout(resolve, 5))
}

fs.promises.open = async function (path, ...more) {
  await meet(path)
  return open.call(this, path, ...more)
}
fs.promises.rename = async function (from, to) {
  await meet(to)
  return rename.call(this, from, to)
}
fs.promises.writeFile = async function (path, ...more) {
  try {
    return await writeFile.call(this, path, ...more)
  } catch (error) {
    if (error.code === 'EEXIST' && String(path).endsWith('.lock')) await come()
    throw error
  }
}
syncBuiltinESMExports()
