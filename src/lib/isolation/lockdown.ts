import dgram from 'node:dgram'
import dns from 'node:dns'
import {syncBuiltinESMExports} from 'node:module'
import net from 'node:net'
import {KlingError} from '../errors/kling-error.js'
import {msg, t, translate} from '../i18n/translate.js'

function refuse(what: string): () => never {
  return () => {
    throw new KlingError('plugin_denied', t`Plugins are not allowed to ${translate(what)}.`, {
      hint: t`Use fetch for granted hosts and run for granted programs; see docs/plugins.md.`,
    })
  }
}

/** Puts a refusal in the place of functions, so that it cannot be taken away again. */
function close(owner: object, names: string[], what: string): void {
  for (const name of names) {
    if (!(name in owner)) continue
    Object.defineProperty(owner, name, {value: refuse(what), writable: false, configurable: false})
  }
}

/**
 * Closes what Node's permission model leaves open in a plugin's process: the network before Node 26, and signals
 * to other processes. Called before any code of a plugin is loaded.
 */
export function blockNetwork(): void {
  close(net.Socket.prototype, ['connect'], msg`open connections directly`)
  close(net.Server.prototype, ['listen'], msg`listen for connections`)
  close(net, ['connect', 'createConnection', '_createServerHandle'], msg`open connections directly`)
  close(dgram, ['createSocket', '_createSocketHandle'], msg`open connections directly`)
  close(dgram.Socket.prototype, ['bind', 'connect', 'send'], msg`open connections directly`)
  const lookups = Object.keys(dns).filter(name => /^(?:lookup|resolve|reverse)/.test(name))
  close(dns, lookups, msg`look up hosts directly`)
  close(dns.promises, lookups, msg`look up hosts directly`)
  for (const resolver of [dns.Resolver, dns.promises.Resolver])
    close(
      resolver.prototype,
      Object.getOwnPropertyNames(resolver.prototype).filter(name => /^(?:resolve|reverse)/.test(name)),
      msg`look up hosts directly`,
    )
  close(process, ['kill', '_kill', '_debugProcess', '_linkedBinding', 'binding'], msg`affect other processes`)
  close(process.report ?? {}, ['writeReport'], msg`write reports`)
  for (const name of ['WebSocket', 'EventSource']) {
    if (name in globalThis)
      Object.defineProperty(globalThis, name, {
        value: refuse(msg`open connections directly`),
        configurable: false,
      })
  }
  syncBuiltinESMExports()
}
