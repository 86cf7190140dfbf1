import type {FileUse} from '../media/types.js'
import {sha256OfFile} from '../api/redact-body.js'
import {FileRef, type JsonBody} from '../http/streaming-body.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'
import {type FileNote, type Recipe, lostTexts, mapFiles} from './recipe.js'
import {type TaskKind, taskKinds} from '../catalog/task-kinds.js'
import type {CreateRequest} from '../requests/request.js'
import {setPath} from '../requests/set-path.js'

/** What a file is for, by where it stands: the first part of its error codes. */
function errorPrefixOf(steps: (string | number)[], parent: Record<string, unknown>): FileUse['errorPrefix'] {
  const field = String(steps.findLast(step => typeof step === 'string'))
  if (field === 'sound_file') return 'audio'
  if (field === 'mask' || field === 'static_mask') return 'mask'
  if (steps[0] === 'image_list') return parent.type === undefined ? 'ref_image' : 'frame'
  return field === 'image_tail' ? 'frame' : 'image'
}

/** The files of a request and where they stand in it. */
function notesOf(recipe: Recipe): {note: FileNote; use: FileUse}[] {
  const notes: {note: FileNote; use: FileUse}[] = []
  mapFiles(recipe.request, (note, steps, parent) => {
    notes.push({
      note,
      use: {role: steps.join('.'), input: note.file, errorPrefix: errorPrefixOf(steps, parent)},
    })
    return note
  })
  return notes
}

/**
 * The kind of task that a recipe is of.
 * @throws KlingError `invalid_type` for one that is not of `kling video`
 */
export function kindOfRecipe({kind: name, path}: Recipe): TaskKind {
  const kind = taskKinds.find(candidate => candidate.name === name && candidate.path === path)
  if (kind) return kind
  throw new KlingError(
    'invalid_type',
    t`Tasks of type ${name.slice(0, 40)} cannot be created again with this command.`,
    {
      hint: t`Use the command of the plugin that created it.`,
    },
  )
}

/** A recipe with `path=value` put into its request; a file that is replaced so is not needed. @throws KlingError `invalid_argument` */
export function changeRecipe<R extends Recipe>(recipe: R, assignments: string[]): R {
  const request = structuredClone(recipe.request)
  for (const assignment of assignments) setPath(request as JsonBody, assignment, recipe.path)
  return {...recipe, request}
}

/**
 * Checks that the files of a recipe are those that it was made with. One that is missing is reported by what looks for
 * it next.
 * @param isUsed whether a file is of what is sent
 * @throws KlingError `invalid_argument`
 */
export async function checkInputs(
  recipe: Recipe,
  isUsed: (file: string) => boolean = () => true,
): Promise<void> {
  const changed: string[] = []
  for (const {note} of notesOf(recipe)) {
    if (!isUsed(note.file)) continue
    const hash = await sha256OfFile(note.file).catch(() => undefined)
    if (hash !== undefined && hash !== note.sha256) changed.push(note.file)
  }
  if (changed.length === 0) return
  const message =
    changed.length === 1
      ? t`${changed[0]} has changed since the task was created.`
      : t`${changed.length} files have changed since the task was created.`
  throw new KlingError('invalid_argument', message, {
    hint: t`Use them as they are now with --changed-inputs, or replace them with --set.`,
    details: {files: changed},
  })
}

/** The request of a recipe once more: the same body, read from the same files. */
export function rerunRequest(kind: TaskKind): CreateRequest<Recipe> {
  return {
    kind,
    isRecorded: true,
    checkValues({request}) {
      const [lost] = lostTexts(request)
      if (lost === undefined) return
      throw new KlingError('invalid_argument', t`The input at ${lost} was given as text and was not kept.`, {
        hint: t`Specify it again, as a URL or base64: --set ${lost}=…`,
      })
    },
    files: recipe => notesOf(recipe).map(({use}) => use),
    lengthFrom: 'sound_file',
    body: ({request}, files) =>
      mapFiles(
        request,
        (note, steps) => files.get(steps.join('.')) ?? new FileRef(note.file, note.bytes),
      ) as JsonBody,
  }
}
