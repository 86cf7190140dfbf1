import type {ProfileChoice} from '../config/settings.js'
import {regionPluginsOf} from '../plugins/region-plugins.js'
import type {Config} from '@oclif/core'
import {readFileSync} from 'node:fs'
import {statfs} from 'node:fs/promises'
import {join} from 'node:path'
import {homeOf} from '../config/folders.js'
import {workingFolder} from '../fs/working-folder.js'
import {createTransport} from '../http/transport.js'
import {type CheckResult, runChecks} from './check.js'
import {doctorChecks} from './all-checks.js'
import type {DoctorContext} from './context.js'
import {language} from '../i18n/translate.js'
import {isSingleFile, programRoot} from '../config/program-root.js'
import {hasColors} from '../terminal/text.js'

/** What the report of `kling doctor` is about. */
export interface DoctorOptions extends ProfileChoice {
  config: Config
  /** `--region` */
  region: string | undefined
  /** Leaves out what needs the network. */
  offline: boolean
  timeoutSeconds: number
  signal: AbortSignal
}

/** What all checks found. */
export interface DoctorReport {
  /** Whether none failed. */
  ok: boolean
  checks: CheckResult[]
}

/** Makes all checks on this machine, as this process sees it. */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const checks = await runChecks(doctorChecks, contextOf(options), {offline: options.offline})
  return {ok: checks.every(({status}) => status !== 'fail'), checks}
}

function contextOf(options: DoctorOptions): DoctorContext {
  const {config, region, profile, profileIsFlag = false, timeoutSeconds, signal} = options
  const {configDir, dataDir, cacheDir, version, userAgent} = config
  const {env, platform, stdin, stdout, stderr, versions} = process
  const {engines} = JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as {
    engines: {node: string}
  }
  let transport: ReturnType<typeof createTransport> | undefined
  return {
    env,
    platform,
    uid: process.getuid?.(),
    home: homeOf({env}),
    cwd: workingFolder(),
    folders: {configDir, dataDir, cacheDir},
    clock: Date.now,
    program: {
      root: programRoot.replace(/[\\/]$/, ''),
      version,
      engines: engines.node,
      execPath: process.execPath,
      isSingleFile,
      userAgent,
    },
    runtime: versions.deno
      ? {name: 'Deno', version: versions.deno}
      : versions.bun
        ? {name: 'Bun', version: versions.bun}
        : {name: 'Node', version: versions.node},
    terminal: {
      isInput: Boolean(stdin.isTTY),
      isOutput: Boolean(stdout.isTTY),
      isErrors: Boolean(stderr.isTTY),
      columns: stdout.columns || undefined,
      hasColors: hasColors(stdout, env),
    },
    language: language(),
    regionPlugins: regionPluginsOf(config),
    region,
    profile,
    profileIsFlag,
    fetch: () => (transport ??= createTransport({env})),
    timeoutSeconds,
    signal,
    async roomOf(folder) {
      const {bavail, bsize} = await statfs(folder)
      return bavail * bsize
    },
  }
}
