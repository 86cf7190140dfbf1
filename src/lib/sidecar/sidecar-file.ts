import {readFile, stat} from 'node:fs/promises'
import {dirname, isAbsolute, parse, relative, resolve, sep} from 'node:path'
import {isFolder} from '../downloads/output-folder.js'
import {KlingError, isKlingError, systemCode} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {writeAtomic} from '../fs/atomic-write.js'
import type {ApiTask} from '../tasks/task.js'
import {type Recipe, mapFiles, readRecipeFields} from './recipe.js'

/** As much of a recipe as is known. */
type KnownRecipe = {[Field in keyof Omit<Recipe, 'version'>]?: Recipe[Field] | undefined}

/** What is next to a result: what it was made with, and what it cost. */
export interface Sidecar extends KnownRecipe {
  version: 1
  task_id: string
  video_id?: string | undefined
  model?: string | undefined
  /** In full. */
  prompt?: string | undefined
  /** Its first words, where more is not known. */
  prompt_start?: string | undefined
  /** Units that were really charged, as the API writes them: `3.5`. */
  units_charged?: string | undefined
}

/** What is known of a task. Without the request it cannot be made again. */
export type TaskFacts = KnownRecipe & {model?: string; prompt_start?: string}

/** The sidecar of a file. */
export function sidecarOf(file: string): string {
  return `${file}.json`
}

/**
 * Checks before anything is paid that a sidecar can be written.
 * @throws KlingError `invalid_argument` without a file next to which it would stand, `output_exists`
 */
export async function checkSidecar(output: string | undefined, force: boolean): Promise<void> {
  if (output === undefined || output === '-') {
    throw new KlingError('invalid_argument', t`--sidecar requires an output file.`, {
      hint: t`Specify the output with --output, such as -o clip.mp4.`,
    })
  }
  // In a folder its name is that of the result, which has the id of the task.
  if (isFolder(output)) return
  const present = await stat(sidecarOf(output)).catch(() => undefined)
  if (present && (!force || present.isDirectory())) {
    throw new KlingError('output_exists', t`${sidecarOf(output)} already exists.`, {
      hint: t`Choose another output, or replace both with --force.`,
    })
  }
}

/** A path as it is written into a sidecar: relative to it where both are below one of some folders, to be moved with them. */
function placeFrom(folder: string, file: string, roots: string[]): string {
  const isBelow = (root: string, path: string): boolean => {
    const way = relative(root, path)
    return way === '' || (!way.startsWith('..') && !isAbsolute(way))
  }
  const isNear = roots.some(root => parse(root).root !== root && isBelow(root, folder) && isBelow(root, file))
  return isNear ? relative(folder, file).split(sep).join('/') : file
}

export interface WriteSidecarOptions {
  /** The result. */
  output: string
  facts: TaskFacts
  task: ApiTask
  /** Folder that the command runs in. */
  cwd: string
}

/**
 * Writes what a result was made with next to it, whole or not at all, for everybody to read.
 * @returns its path
 * @throws KlingError `write_error`
 */
export async function writeSidecar({output, facts, task, cwd}: WriteSidecarOptions): Promise<string> {
  const path = sidecarOf(output)
  const folder = dirname(resolve(output))
  const {request, estimated_units: estimated, region, profile, rerun_of: origin, ...about} = facts
  const sidecar: Sidecar = {
    version: 1,
    kling: about.kling,
    created_at: about.created_at ?? timeOf(task.created_at),
    kind: about.kind,
    path: about.path,
    task_id: task.task_id,
    external_task_id: about.external_task_id ?? task.task_info?.external_task_id,
    video_id: task.task_result?.videos?.[0]?.id,
    model: textOf(request?.model_name) ?? about.model,
    prompt: textOf(request?.prompt),
    prompt_start: request ? undefined : about.prompt_start,
    estimated_units: estimated,
    units_charged: task.final_unit_deduction,
    region,
    profile,
    rerun_of: origin,
    request:
      request &&
      (mapFiles(request, ({file, ...note}) => ({
        file: placeFrom(folder, file, [folder, dirname(folder), resolve(cwd)]),
        ...note,
      })) as Record<string, unknown>),
  }
  try {
    await writeAtomic(path, JSON.stringify(sidecar, undefined, 2) + '\n', {mode: 0o644})
  } catch (error) {
    throw new KlingError('write_error', t`Cannot write ${path} (${systemCode(error)}).`, {
      hint: t`${output} is saved. Check the permissions of its folder and the free disk space.`,
      task_id: task.task_id,
      billed: 'yes',
      cause: error,
    })
  }
  return path
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function timeOf(ms: number | undefined): string | undefined {
  return typeof ms === 'number' && Number.isFinite(ms) ? new Date(ms).toISOString() : undefined
}

/**
 * Reads a sidecar; the files that it names are found from where it stands.
 * @throws KlingError `invalid_argument` when it is none, or does not hold the request
 */
export async function readSidecar(path: string): Promise<Recipe & {task_id?: string}> {
  const value = await readJson(path)
  const {version} = (value ?? {}) as {version?: unknown}
  const {kind, path: apiPath, request, ...facts} = readRecipeFields(value)
  if (kind === undefined) throw noSidecar(path, t`it has no task type`)
  if (version !== 1)
    throw noSidecar(path, t`it has another version (${JSON.stringify(version)?.slice(0, 40)})`)
  if (request === undefined) {
    throw new KlingError(
      'invalid_argument',
      t`${path} does not contain the request, which was not known when it was written.`,
      {
        hint: t`Requests are kept unless the setting keep_requests is no, and written with --sidecar.`,
      },
    )
  }
  const folder = dirname(resolve(path))
  const found = mapFiles(request, ({file, ...note}) => ({file: resolve(folder, file), ...note}))
  return {
    ...(facts as Recipe),
    version: 1,
    kind,
    path: String(apiPath),
    request: found as Record<string, unknown>,
  }
}

/** A larger file is none of ours: sidecars hold no pictures. */
const maxBytes = 1024 * 1024

async function readJson(path: string): Promise<unknown> {
  try {
    const {size} = await stat(path)
    if (size > maxBytes) throw noSidecar(path, t`it is larger than 1 MB`)
    return JSON.parse(await readFile(path, 'utf8')) as unknown
  } catch (error) {
    if (isKlingError(error)) throw error
    throw noSidecar(
      path,
      error instanceof SyntaxError ? t`it is not JSON` : (systemCode(error) ?? 'unreadable'),
    )
  }
}

function noSidecar(path: string, why: string): KlingError {
  return new KlingError('invalid_argument', t`${path} is not a kling sidecar: ${why}.`, {
    hint: t`A sidecar is the file that --sidecar writes next to a result: clip.mp4.json.`,
  })
}
