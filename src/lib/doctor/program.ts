import satisfies from 'semver/functions/satisfies.js'
import {t} from '../i18n/translate.js'
import {type Check, type Finding, shellWord} from './check.js'
import {type FoundProgram, findPrograms} from './find-programs.js'
import type {DoctorContext} from './context.js'

/** Packages by others that bring a command `kling`, and what each is. */
const others: Record<string, () => string> = {
  '@klingai/cli-cn': () => t`Kling’s own CLI for web memberships, not for the API`,
  '@klingai/cli-global': () => t`Kling’s own CLI for web memberships, not for the API`,
  'kling-api': () => t`a third-party SDK`,
}

function describe({path, name, version}: FoundProgram): string {
  if (name === undefined) return path
  const what = Object.hasOwn(others, name) ? `; ${others[name]!()}` : ''
  return `${path} (${name}${version === undefined ? '' : ` ${version}`}${what})`
}

/** Which `kling` a shell runs: several packages bring a command of that name. */
async function checkPath(at: DoctorContext): Promise<Finding> {
  const [found, aliases] = await Promise.all([findPrograms('kling', at), findPrograms('kling-cli', at)])
  const running = at.program.isSingleFile ? at.program.execPath : at.program.root
  const details = {running, version: at.program.version, found}
  const [first, ...rest] = found
  if (!first) {
    return {
      status: 'warn',
      message: t`kling is not on PATH; this one is in ${running}.`,
      fix: at.program.isSingleFile
        ? `export PATH="$PATH:$(dirname ${shellWord(at.program.execPath)})"`
        : `npm install --global ${shellWord(at.program.root)}`,
      details,
    }
  }
  if (first.is === 'this') {
    const behind = rest.map(describe).join(t`, `)
    const message = rest.length > 0 ? t`${first.path}; also on PATH: ${behind}` : first.path
    return {status: 'ok', message, details}
  }
  const alias = aliases[0]?.is === 'this' ? 'kling-cli' : undefined
  const message =
    first.is === 'copy'
      ? t`kling on PATH is another copy of this program: ${describe(first)}.`
      : t`kling on PATH is another program: ${describe(first)}.`
  const self = at.program.isSingleFile
    ? shellWord(at.program.execPath)
    : `node ${shellWord(`${at.program.root}/bin/run.js`)}`
  return {status: 'warn', message, fix: `alias kling=${shellWord(alias ?? self)}`, details}
}

function checkRuntime({runtime, program}: DoctorContext): Finding {
  const {name, version} = runtime
  const details = {runtime: name, version, supported: program.engines}
  if (name !== 'Node') return {status: 'ok', message: `${name} ${version}`, details}
  if (satisfies(version, program.engines)) return {status: 'ok', message: `Node ${version}`, details}
  return {
    status: 'fail',
    message: t`Node ${version} is too old: ${program.engines} is required.`,
    fix: 'npx --yes node@24 "$(command -v kling)" doctor',
    details,
  }
}

export const programChecks: Check[] = [
  {id: 'program.path', name: () => t`kling on PATH`, run: checkPath},
  {id: 'program.runtime', name: () => t`runtime`, run: checkRuntime},
]
