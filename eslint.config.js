import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import globals from 'globals'
import {fileURLToPath} from 'node:url'
import typescript from 'typescript-eslint'

/** Forbids imports by pattern, with the reason. The order of the rooms is held by .dependency-cruiser.js. */
const forbid = (...groups) => ({
  'no-restricted-imports': ['error', {patterns: groups.map(([group, message]) => ({group, message}))}],
})

/** Rooms that may import oclif. */
const knowOclif = ['plugins', 'isolation', 'command', 'testing']
/** Rooms and files that are an edge of the process: they read its environment and streams. Everywhere else values are passed in. */
const edges = [
  ...['command', 'isolation', 'testing'].map(room => `src/lib/${room}/**`),
  'src/lib/plugins/{load-plugins,prompt-plugin-install,user-store}.ts',
  'src/lib/config/set-language.ts',
  'src/lib/doctor/examine.ts',
  'src/lib/terminal/{confirm,interruption}.ts',
]
/** Rules that need types, and where these come from. */
const typed = (parserOptions, misused = {}) => ({
  languageOptions: {parserOptions},
  rules: {
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': ['error', misused],
    '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
  },
})
/** The faces of the program: they name what others may import. */
const faces = ['src/lib/plugin.ts', 'src/lib/index.ts', 'src/lib/testing.ts']

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
      // What is left of `import {type A}` would load the module.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': ['error', {max: 400}],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'plugins/*/src/**', 'packages/*/src/**', 'examples/*/src/**'],
    rules: {'max-lines-per-function': ['error', {max: 80, skipBlankLines: true, skipComments: true}]},
  },
  {files: ['{.,plugins/*,packages/*,examples/*}/src/**/*.ts'], ...typed({projectService: true})},
  {
    files: ['{.,plugins/*,packages/*,examples/*}/test/**/*.ts'],
    // A listener of a server may be async there: when it fails, so does the run.
    ...typed({project: 'test/tsconfig.json'}, {checksVoidReturn: false}),
  },
  {
    files: ['src/lib/**'],
    ignores: [...knowOclif.map(room => `src/lib/${room}/**`), 'src/lib/doctor/examine.ts', ...faces],
    rules: forbid([['@oclif/*'], 'Only command, plugins and isolation know oclif.']),
  },
  {
    files: ['src/lib/**'],
    ignores: [...edges, ...faces],
    rules: {
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
  // CommonJS, which starts faster.
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
