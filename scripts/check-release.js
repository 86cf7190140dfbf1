// `npm run check:release`, before a release: what users install is signed by the registry, has fitting licences, and runs
// nothing when it is installed. Without a network the signatures are not checked, and it says so.
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './ensure-installed.js'
import {describePackage, isFitting} from './third-party.js'

const read = path => readFileSync(join(root, path), 'utf8')
const {packages} = JSON.parse(read('package-lock.json'))

/** Packages that are in the bundle, with their licences, by the page that travels with it. */
const bundled = [...read('dist/THIRD-PARTY.md').matchAll(/^\| ([^ |]+) \| (\d[^ |]*) \| ([^|]+) \|/gm)].map(
  ([, name, version, license]) => ({name, version, license: license.trim()}),
)

/** Folders of the lockfile whose packages are installed with ours, or are in the bundle. */
const delivered = Object.entries(packages)
  .filter(([folder, {dev, devOptional, link, version}]) => {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(folder)?.[1]
    if (name === undefined || link) return false
    return (!dev && !devOptional) || bundled.some(one => one.name === name && one.version === version)
  })
  .map(([folder, entry]) => ({folder, ...entry}))

/** Codes of npm for a registry that was not reached. */
const offline = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT)\b/

/** Signatures by the registry of everything in the lockfile. */
function signatureProblems() {
  const {status, stdout, stderr, error} = spawnSync('npm', ['audit', 'signatures', '--fetch-retries=0'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (error) return [`npm audit signatures did not start: ${error.message}`]
  if (status === 0) console.log(stdout.trim())
  else if (offline.test(stderr)) console.log('The registry was not reached: signatures were not checked.')
  else return [`npm audit signatures failed:\n${(stdout + stderr).trim()}`]
  return []
}

function licenceProblems() {
  if (bundled.length === 0) return ['dist/THIRD-PARTY.md names no packages.']
  const unfit = bundled
    .filter(({license}) => !isFitting(license))
    .map(({name, license}) => `${name} has the licence ${license}, which is not allowed`)
  const installed = delivered.filter(({folder}) => existsSync(join(root, folder, 'package.json')))
  return [...unfit, ...installed.flatMap(({folder}) => problemOf(() => describePackage(folder)))]
}

function problemOf(check) {
  try {
    check()
    return []
  } catch ({message}) {
    return [message]
  }
}

const scriptProblems = () =>
  delivered
    .filter(({hasInstallScript}) => hasInstallScript)
    .map(({folder, version}) => `${folder} ${version} runs a script when it is installed`)

const problems = [...scriptProblems(), ...licenceProblems(), ...signatureProblems()]
for (const problem of problems) console.error(problem)
console.log(
  `${bundled.length} packages in the bundle, ${delivered.length} delivered: ${problems.length} problems`,
)
process.exitCode = problems.length > 0 ? 1 : 0
