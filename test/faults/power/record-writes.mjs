// Preloaded into the program with --import: writes each change that it makes below POWER_ROOT, each sync, and what it
// prints, to POWER_LOG, one JSON a line, in the order in which they were done. Its clock runs a hundred times as fast,
// so that what it does every few seconds is done in a run of a fraction of one.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'
import {dirname, resolve} from 'node:path'

const root = process.env.POWER_ROOT
const log = fs.openSync(process.env.POWER_LOG, 'a')
const {writeSync, existsSync, statSync, openSync} = fs
const {O_APPEND, O_CREAT, O_TRUNC} = fs.constants

let count = 0
/** Files that are open, by descriptor. */
const open = new Map()

function note(record) {
  writeSync(log, JSON.stringify({run: process.pid, n: ++count, ...record}) + '\n')
}

/** The path below the root, or undefined. */
function own(path) {
  const whole = resolve(String(path))
  if (whole === root) return '.'
  return whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : undefined
}

const has = (flags, number, letters) =>
  typeof flags === 'number' ? (flags & number) !== 0 : letters.test(flags)

/** Looks at a path before it is opened. @returns what to do with the descriptor */
function opening(path, flags = 'r') {
  const name = own(path)
  const existed = name !== undefined && existsSync(path)
  return fd => {
    open.delete(fd)
    if (name === undefined) return
    open.set(fd, {name, at: 0, isAppended: has(flags, O_APPEND, /a/)})
    if (!existed && has(flags, O_CREAT, /[wa]/)) note({op: 'create', path: name})
    else if (existed && has(flags, O_TRUNC, /w/) && statSync(path).isFile())
      note({op: 'truncate', path: name, size: 0})
  }
}

function wrote(fd, data, at) {
  const file = open.get(fd)
  if (!file) return
  const place = file.isAppended ? undefined : (at ?? file.at)
  if (at === undefined || at === null) file.at += data.length
  note({op: 'write', path: file.name, at: place, data: Buffer.from(data).toString('base64')})
}

/** The folders of a path that are missing, the outermost first. */
function missing(path) {
  const folders = []
  for (let at = resolve(String(path)); own(at) !== undefined && !existsSync(at); at = dirname(at))
    folders.unshift(own(at))
  return folders
}

const bytesOf = data => (typeof data === 'string' ? Buffer.from(data) : data)

/** What is noted of calls that exist both as promises and at once: each looks first, and notes when it is done. */
const calls = {
  mkdir(path) {
    const folders = missing(path)
    return () => folders.forEach(folder => note({op: 'mkdir', path: folder}))
  },
  rename: (from, to) => () => own(to) !== undefined && note({op: 'rename', from: own(from), path: own(to)}),
  link: (from, to) => () => own(to) !== undefined && note({op: 'link', from: own(from), path: own(to)}),
  rm(path) {
    const existed = own(path) !== undefined && existsSync(path)
    return () => existed && note({op: 'remove', path: own(path)})
  },
  unlink: path => calls.rm(path),
  writeFile(path, data, options) {
    const flags = (typeof options === 'object' ? options?.flag : undefined) ?? 'w'
    if (typeof path === 'number') return () => wrote(path, bytesOf(data))
    const done = opening(path, flags)
    return () => {
      done(-1)
      wrote(-1, bytesOf(data))
    }
  },
}

for (const [name, look] of Object.entries(calls)) {
  for (const [object, method] of [
    [fs.promises, name],
    [fs, `${name}Sync`],
  ]) {
    const real = object[method]
    object[method] = function (...args) {
      const done = look(...args)
      const result = real.apply(this, args)
      if (object === fs) {
        done()
        return result
      }
      return result.then(value => {
        done()
        return value
      })
    }
  }
}

fs.openSync = (path, flags, mode) => {
  const done = opening(path, flags)
  const fd = openSync(path, flags, mode)
  done(fd)
  return fd
}
fs.writeSync = function (fd, data, ...more) {
  // Noted before: what others see of it, a kill in between must not leave out.
  const [from = 0, length = data.length - from, at] = more
  wrote(fd, data.subarray(from, from + length), at)
  return writeSync.call(this, fd, data, ...more)
}
for (const name of ['fsyncSync', 'fdatasyncSync']) {
  const real = fs[name]
  fs[name] = fd => {
    real(fd)
    if (open.has(fd)) note({op: 'sync', path: open.get(fd).name, covers: count})
  }
}
const {ftruncateSync} = fs
fs.ftruncateSync = (fd, size = 0) => {
  ftruncateSync(fd, size)
  if (open.has(fd)) note({op: 'truncate', path: open.get(fd).name, size})
}

/** The methods of a file that is open, each with what is noted of it. */
const methods = {
  write: (fd, [data]) => wrote(fd, data),
  writeFile: (fd, [data]) => wrote(fd, bytesOf(data)),
  truncate: (fd, [size = 0]) => open.has(fd) && note({op: 'truncate', path: open.get(fd).name, size}),
  // It is sure only of what was written before it began.
  sync: (fd, _args, covers) => open.has(fd) && note({op: 'sync', path: open.get(fd).name, covers}),
  datasync: (fd, args, covers) => methods.sync(fd, args, covers),
}

const realOpen = fs.promises.open
let isWatched = false
fs.promises.open = async function (path, flags = 'r', ...more) {
  const done = opening(path, flags)
  const handle = await realOpen.call(this, path, flags, ...more)
  done(handle.fd)
  if (isWatched) return handle
  isWatched = true
  const prototype = Object.getPrototypeOf(handle)
  for (const [name, tell] of Object.entries(methods)) {
    const real = prototype[name]
    prototype[name] = async function (...args) {
      const [{fd}, before] = [this, count]
      const result = await real.apply(this, args)
      tell(fd, args, before)
      return result
    }
  }
  return handle
}
syncBuiltinESMExports()

const print = process.stdout.write
process.stdout.write = function (text, ...more) {
  // An empty text is written to wait for those before it.
  if (text.length > 0) note({mark: 'printed', text: String(text)})
  return print.call(this, text, ...more)
}

const {now} = Date
const start = now()
Date.now = () => start + (now() - start) * 100
