import {Socket} from 'node:net'
import type {Port} from './channel.js'
import {messagePipe} from './message-pipe.js'

/** The descriptor that the program gives to a plugin's process. */
const descriptor = 3

/**
 * The way from a plugin's process to the program. It has the names of Node's own IPC, too: `process.send` and the
 * event `message`. When the program goes, so does the process.
 */
export function openHostPipe(): Port {
  const exit = endOfProcess()
  const socket = new Socket({fd: descriptor, readable: true, writable: true})
  const pipe = messagePipe(socket, {maxBytes: Infinity})
  void pipe.ended.then(exit)
  let receive: ((message: unknown) => void) | undefined
  process.send = message => {
    pipe.send(message)
    return true
  }
  return {
    send: pipe.send,
    onMessage(handle) {
      receive = handle
      pipe.onMessage(message => {
        receive?.(message)
        process.emit('message', message, undefined)
      })
    },
  }
}

/** Ends this process, whatever a plugin has put in the place of `process.exit`. */
function endOfProcess(): () => void {
  const {pid} = process
  const kill = (process as unknown as {_kill(pid: number, signal: number): void})._kill.bind(process)
  return () => kill(pid, 9)
}
