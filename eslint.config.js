import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import globals from 'globals'
import {fileURLToPath} from 'node:url'
import typescript from 'typescript-eslint'

/** Forbids imports by pattern, with the reason that CONTRIBUTING gives. */
const forbid = (...groups) => ({
  'no-restricted-imports': ['error', {patterns: groups.map(([group, message]) => ({group, message}))}],
})

const oclif = [['@oclif/*'], 'Only src/lib/command, commands and hooks know oclif.']
const command = [['**/command/*'], 'The command layer stands above this one.']
const hooks = [['**/hooks/*'], 'Nothing imports hooks: they are run by name.']
const commands = [['**/commands/**'], 'Commands do not import commands, and nothing else does.']

export default typescript.config(
  {ignores: ['**/dist/', '**/node_modules/', 'src/lib/api/generated-types.ts']},
  js.configs.recommended,
  typescript.configs.recommended,
  prettier,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url))},
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': ['error', {max: 400}],
      'no-console': 'error',
    },
  },
  {
    files: ['src/commands/**', 'src/lib/command/**', 'src/hooks/**', 'src/main.ts'],
    rules: forbid(hooks, commands),
  },
  {
    files: ['src/lib/**'],
    ignores: ['src/lib/command/**', 'src/lib/testing/**', 'src/lib/plugin.ts', 'src/lib/index.ts'],
    rules: {
      ...forbid(oclif, command, hooks, commands),
      // Values are passed in; only the command layer and hooks look at the process.
      'no-restricted-properties': [
        'error',
        ...['env', 'argv', 'stdin', 'stdout', 'stderr', 'exit'].map(property => ({
          object: 'process',
          property,
          message: 'Pass it in.',
        })),
      ],
    },
  },
  {
    files: ['plugins/*/src/**', 'examples/*/src/**'],
    rules: forbid(
      [['**/../src/**', '**/../../../src/**', 'kling-cli/dist/**'], 'Plugins use kling-cli/plugin only.'],
      hooks,
    ),
  },
  {
    files: ['packages/*/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {patterns: [{regex: '^(?!\\./)', message: 'A package stands on its own.'}]},
      ],
    },
  },
  // CommonJS, which starts quicker.
  {files: ['bin/**'], rules: {'@typescript-eslint/no-require-imports': 'off'}},
  {files: ['scripts/**', 'plugins/*/scripts/**'], rules: {'no-console': 'off'}},
  {
    files: ['**/test/**'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'max-lines': ['error', {max: 500}],
    },
  },
)
