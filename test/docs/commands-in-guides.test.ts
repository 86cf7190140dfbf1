import {testCommandsOf} from './doc-commands.js'

describe('docs: every command of the guides runs against the sandbox', () => {
  testCommandsOf(
    [
      'docs/configuration.md',
      'docs/cost.md',
      'docs/creating.md',
      'docs/doctor.md',
      'docs/gallery.md',
      'docs/getting-started.md',
      'docs/language.md',
      'docs/output.md',
      'docs/reliability.md',
      'docs/sandbox.md',
      'docs/tasks.md',
      'docs/troubleshooting.md',
      'docs/waiting.md',
    ],
    {isDry: true},
  )
})
