import {Socket} from 'node:net'
import {constants} from 'node:os'
import type {Port} from './channel.js'
import {messagePipe} from './message-pipe.js'

/** The descriptor that the program gives to a plugin's process. */
const descriptor = 3

/**
 * The way from a plugin's process to the program. It has the names of Node's own IPC, too: `process.send` and the
 * event `message`. When the program goes, so does the process.
 */
export function openHostPipe(): Port {
  const kill = captureKill()
  const socket = new Socket({fd: descriptor, readable: true, writable: true})
  const pipe = messagePipe(socket, {maxBytes: Infinity})
  void pipe.ended.then(() => kill(constants.signals.SIGKILL))
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

/** Sends signals to this process alone, whatever a plugin puts in the place of `process.exit`, `kill` or `pid` later. */
export function captureKill(): (signal: number) => void {
  const {pid} = process
  const kill = (process as unknown as {_kill(pid: number, signal: number): void})._kill.bind(process)
  return signal => kill(pid, signal)
}
