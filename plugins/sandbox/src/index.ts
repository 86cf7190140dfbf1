export {type SandboxKeys, loadKeys} from './keys.js'
export {type SandboxServer, type ServerOptions, startServer} from './server.js'
