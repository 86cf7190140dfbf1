import type {Agent, ClientRequest} from 'node:http'
import type {Duplex} from 'node:stream'

/** Connecting may take so long, TLS and a proxy's tunnel included: a host that drops packets says nothing. */
const connectMs = 10_000

function tooLate(): Error {
  return Object.assign(new Error('no connection in time'), {code: 'ETIMEDOUT', syscall: 'connect'})
}

/** Ends a connection that is not there in time. */
function limitSocket(socket: Duplex & {secureConnecting?: boolean}): void {
  const timer = setTimeout(() => socket.destroy(tooLate()), connectMs)
  timer.unref()
  const end = (): void => clearTimeout(timer)
  socket.once(socket.secureConnecting ? 'secureConnect' : 'connect', end)
  socket.once('close', end)
}

/** An agent whose connections are made in time, or are an error that says `ETIMEDOUT`. */
export function limitConnecting<T extends Agent>(agent: T): T {
  const {createConnection} = agent
  agent.createConnection = (options, callback) => {
    const socket = createConnection.call(agent, options, callback)
    if (socket) limitSocket(socket)
    return socket
  }
  return agent
}

/** An agent that connects through a proxy. */
export interface ProxyAgent extends Agent {
  connect(request: ClientRequest, options: never): Promise<Duplex>
}

/** The same for one that goes through a proxy, which has to reach the host in this time. */
export function limitTunnel<T extends ProxyAgent>(agent: T): T {
  const {connect} = agent
  agent.connect = async (request, options) => {
    const connecting = connect.call(agent, request, options)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate()), connectMs)
      timer.unref()
    })
    try {
      return await Promise.race([connecting, late])
    } catch (error) {
      // What comes of it later is not wanted.
      connecting.then(
        socket => void socket.destroy(),
        () => {},
      )
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
  return agent
}
