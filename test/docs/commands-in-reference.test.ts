import {testCommandsOf} from './doc-commands.js'

describe('docs: every command of the reference runs against the sandbox', () => {
  testCommandsOf(['docs/commands.md', 'docs/models.md'])
})
