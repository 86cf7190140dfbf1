// Writes api/*.api.md, what others can import from the package, with API Extractor from the built declarations, and
// build/api/*.api.json, the same as data for the tests.
// `node scripts/api-report.js --check` leaves the reports as they are, and exits with 1 when one is stale.
import {CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel} from '@microsoft/api-extractor'
import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './ensure-installed.js'

const packageJson = join(root, 'package.json')
const {exports} = JSON.parse(readFileSync(packageJson, 'utf8'))

/** Names of the public modules → their declarations: `plugin`, `testing`, and `index` for the package itself. */
const entries = Object.entries(exports).flatMap(([path, {types}]) =>
  types ? [[path === '.' ? 'index' : path.slice(2), join(root, types)]] : [],
)
const drafts = join(root, 'build/api')
mkdirSync(drafts, {recursive: true})

/** Reports have every signature and say what has no docstring; the style of docstrings is our own affair. */
const quiet = {default: {logLevel: ExtractorLogLevel.None}}

const configs = entries.map(([name, mainEntryPointFilePath]) =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {extends: './tsconfig.base.json', files: entries.map(([, file]) => file)},
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'api'),
        reportTempFolder: drafts,
      },
      docModel: {enabled: true, apiJsonFilePath: join(drafts, `${name}.api.json`)},
      messages: {
        compilerMessageReporting: {default: {logLevel: ExtractorLogLevel.Error}},
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: packageJson,
  }),
)

const isCheck = process.argv.includes('--check')
const compilerState = CompilerState.create(configs[0], {
  additionalEntryPoints: configs.map(({mainEntryPointFilePath}) => mainEntryPointFilePath),
})
for (const [index, config] of configs.entries()) {
  const {apiReportChanged, errorCount} = Extractor.invoke(config, {
    compilerState,
    localBuild: !isCheck,
    messageCallback: message => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error
    },
  })
  const path = `api/${entries[index][0]}.api.md`
  if (errorCount > 0 || (apiReportChanged && isCheck)) process.exitCode = 1
  if (apiReportChanged)
    console.log(isCheck ? `${path} is out of date. Run \`npm run generate\`.` : `wrote ${path}`)
}
