import {testCommandsOf} from './doc-commands.js'

describe('docs: every command of the READMEs runs against the sandbox', () => {
  testCommandsOf(['README.md', 'plugins/sandbox/README.md', 'plugins/voice/README.md'])
})
