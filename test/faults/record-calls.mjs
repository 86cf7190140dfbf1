// Preloaded into the program with --import: writes to RECORDED_CALLS, a JSON line each, what it gives a name (rename,
// link), sends or prints, and which files it had written to by then without having synced them since.
import fs from 'node:fs'
import http from 'node:http'
import {syncBuiltinESMExports} from 'node:module'

const {appendFileSync, readFileSync} = fs
/** Writes to a file: where, and whether a sync that began later has ended. */
const files = new Map()
const pathOf = new Map()

function record(call, fields) {
  const dirty = [...files]
    .filter(([, writes]) => writes.some(({isSynced}) => !isSynced))
    .map(([path]) => path)
  appendFileSync(process.env.RECORDED_CALLS, JSON.stringify({call, dirty, ...fields}) + '\n')
}

function wrote(fd, from = 0, bytes = 0) {
  const path = pathOf.get(fd)
  if (path === undefined) return
  files.set(path, [...(files.get(path) ?? []), {from, to: from + bytes, isSynced: false}])
}

const {open, rename, link} = fs.promises
let isWatched = false
fs.promises.open = async function (path, ...more) {
  const handle = await open.call(this, path, ...more)
  pathOf.set(handle.fd, String(path))
  if (!isWatched) watchHandles(Object.getPrototypeOf(handle))
  isWatched = true
  return handle
}

function watchHandles(prototype) {
  for (const name of ['write', 'writeFile', 'appendFile', 'truncate']) {
    const real = prototype[name]
    prototype[name] = async function (...args) {
      wrote(this.fd)
      return real.apply(this, args)
    }
  }
  for (const name of ['sync', 'datasync']) {
    const real = prototype[name]
    prototype[name] = async function () {
      const before = [...(files.get(pathOf.get(this.fd)) ?? [])]
      await real.call(this)
      for (const write of before) write.isSynced = true
    }
  }
}

const {writeSync} = fs
fs.writeSync = function (fd, data, offset, length, position) {
  const bytes = writeSync.call(this, fd, data, offset, length, position)
  wrote(fd, position, bytes)
  return bytes
}

function named(call, real) {
  return async function (from, to) {
    // A note tells of a part: what of it was on the disk by then is told along.
    const part = /^(.*\.part)\.json$/.exec(String(to))?.[1]
    record(call, {
      from: String(from),
      to: String(to),
      ...(part && {
        note: JSON.parse(readFileSync(from, 'utf8')),
        synced: (files.get(part) ?? []).filter(({isSynced}) => isSynced),
      }),
    })
    await real.call(this, from, to)
    files.set(String(to), files.get(String(from)) ?? [])
    if (call === 'rename') files.delete(String(from))
  }
}
fs.promises.rename = named('rename', rename)
fs.promises.link = named('link', link)

const {request} = http
http.request = function (...args) {
  const {method = 'GET'} = args.find(arg => typeof arg === 'object' && !(arg instanceof URL)) ?? {}
  record('request', {method})
  return request.apply(this, args)
}

const {write} = process.stdout
process.stdout.write = function (...args) {
  record('print', {text: String(args[0])})
  return write.apply(this, args)
}
syncBuiltinESMExports()
