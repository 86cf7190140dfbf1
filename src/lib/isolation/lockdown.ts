import crypto from 'node:crypto'
import dgram from 'node:dgram'
import dns from 'node:dns'
import fs from 'node:fs'
import module, {syncBuiltinESMExports} from 'node:module'
import net from 'node:net'
import os from 'node:os'
import tls from 'node:tls'
import traceEvents from 'node:trace_events'
import v8 from 'node:v8'
import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'

function refuse(what: string): () => never {
  return () => {
    throw new KlingError('plugin_denied', t`Plugins are not allowed to ${translate(what)}.`, {
      hint: t`Use fetch for granted hosts and run for granted programs; see docs/plugins.md.`,
    })
  }
}

/** What is closed already: handles share their prototypes. */
const closed = new WeakMap<object, Set<string>>()

/** Puts a refusal in the place of functions, so that it cannot be taken away again. */
function close(owner: object, names: string[], what: string): void {
  for (const name of names) {
    if (!(name in owner) || closed.get(owner)?.has(name)) continue
    closed.set(owner, (closed.get(owner) ?? new Set()).add(name))
    Object.defineProperty(owner, name, {value: refuse(what), writable: false, configurable: false})
  }
}

/** What the handles below Node's sockets and resolvers can do with the network. */
const handleMethods =
  /^(?:bind6?|connect6?|send6?|listen|open|openStdin|fchmod|recvStart|query[A-Z]\w*|getHostByAddr)$/

/**
 * Closes what Node's permission model leaves open in a plugin's process: the network before Node 25, copies of links,
 * signals to other processes, and what writes files by itself. Called before any code of a plugin is loaded.
 */
export function lockDown(): void {
  closeNetwork()
  close(
    process,
    [
      ...['kill', '_kill', '_debugProcess', '_debugEnd', '_linkedBinding', 'binding', 'dlopen'],
      ...['_getActiveHandles', '_getActiveRequests', '_startProfilerIdleNotifier'],
    ],
    msg`affect other processes`,
  )
  close(os, ['setPriority'], msg`affect other processes`)
  // They follow links, or copy them, without asking the permission model.
  close(fs, ['cp', 'cpSync'], msg`copy folders by cp`)
  close(fs.promises, ['cp'], msg`copy folders by cp`)
  // What they write is checked by nobody on some versions of Node.
  close(traceEvents, ['createTracing'], msg`write reports`)
  close(v8, ['writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'setFlagsFromString'], msg`write reports`)
  close(v8, ['takeCoverage', 'stopCoverage'], msg`write reports`)
  close(module, ['enableCompileCache', 'flushCompileCache'], msg`write reports`)
  close(crypto, ['setEngine', 'setFips'], msg`load native code`)
  closeReports()
  syncBuiltinESMExports()
}

/** Reports are written where the process stands, by a crash too. */
function closeReports(): void {
  Object.defineProperty(process, 'report', {value: undefined, writable: false, configurable: false})
}

function closeNetwork(): void {
  const directly = msg`open connections directly`
  closeHandles(directly)
  close(net.Socket.prototype, ['connect'], directly)
  close(net.Server.prototype, ['listen'], msg`listen for connections`)
  close(net, ['connect', 'createConnection', '_createServerHandle'], directly)
  close(dgram, ['createSocket', '_createSocketHandle'], directly)
  close(dgram.Socket.prototype, ['bind', 'connect', 'send'], directly)
  const lookups = Object.keys(dns).filter(name => /^(?:lookup|resolve|reverse)/.test(name))
  close(dns, lookups, msg`look up hosts directly`)
  close(dns.promises, lookups, msg`look up hosts directly`)
  for (const resolver of [dns.Resolver, dns.promises.Resolver])
    close(
      resolver.prototype,
      Object.getOwnPropertyNames(resolver.prototype).filter(name => /^(?:resolve|reverse)/.test(name)),
      msg`look up hosts directly`,
    )
  for (const name of ['WebSocket', 'EventSource']) {
    if (name in globalThis)
      Object.defineProperty(globalThis, name, {value: refuse(directly), configurable: false})
  }
}

/**
 * Closes the handles themselves. A TLSSocket without a socket makes one of TCP, or of a pipe; a datagram socket and a
 * resolver have theirs from the start; and any handle will do as the request that their methods ask for.
 */
function closeHandles(what: string): void {
  for (const handle of reachableHandles())
    for (
      let at: object | null = handle;
      at && at !== Object.prototype;
      at = Object.getPrototypeOf(at) as object
    )
      close(
        at,
        Object.getOwnPropertyNames(at).filter(name => handleMethods.test(name)),
        what,
      )
}

/** One of each kind of handle that leads to the network, as a plugin would get it. */
function reachableHandles(): object[] {
  type WithHandle = {_handle?: (object & {_parent?: object}) | null}
  const tlsHandles = [{}, {pipe: true}].flatMap(options => {
    const socket = new tls.TLSSocket(undefined as unknown as net.Socket, options as tls.TLSSocketOptions)
    const {_handle: handle} = socket as unknown as WithHandle
    const {_parent: parent} = handle ?? {}
    socket.destroy()
    return [handle, parent]
  })
  const resolvers = [new dns.Resolver(), new dns.promises.Resolver()] as unknown as WithHandle[]
  const DatagramSocket = dgram.Socket as unknown as new (type: string) => dgram.Socket
  const datagram = new DatagramSocket('udp4')
  const states = Reflect.ownKeys(datagram).map(
    name => (datagram as unknown as Record<PropertyKey, {handle?: object} | undefined>)[name]?.handle,
  )
  datagram.close()
  return [...tlsHandles, ...resolvers.map(({_handle: handle}) => handle), ...states].filter(
    handle => handle !== undefined && handle !== null,
  )
}
