import {usdOf} from '../catalog/estimate.js'
import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {type Estimate} from '../catalog/estimate.js'
import {t} from '../i18n/translate.js'
import {type TaskKind} from '../catalog/task-kinds.js'
import {type Row, oneLine} from '../terminal/format-field.js'
import {fieldsView} from '../terminal/table.js'
import {type Screen, successLine} from '../terminal/screen.js'
import {plainText, formatBytes} from '../terminal/text.js'

/** The request behind a task, as far as a view tells of it. */
interface Sent {
  body: Record<string, unknown>
  estimate: Estimate
}

/** What a create has come to: a cost, a request that was not sent, a task, its result, or a file. */
export function createView(result: Row, screen: Screen, sent?: Sent): string {
  if (result.dry_run)
    return `${oneLine(result.method)} ${oneLine(result.url)}\n${plainText(JSON.stringify(result.body, null, 2))}\n${costView(result)}`
  if (result.estimate) return costView(result)
  if (result.output) return savedView(result, screen)
  if (result.status === 'submitted' && sent) return submittedView(result, screen, sent)
  const {external_task_id: _id, created_at: _at, updated_at: _end, ...facts} = result
  return fieldsView(facts, screen)
}

/** The command to type after a create; nothing where its result is there. */
export function nextCommand(result: Row, kind: TaskKind | undefined): string | undefined {
  if (!kind || result.output || result.dry_run || result.estimate) return undefined
  const id = oneLine(result.task_id)
  if (result.status !== 'submitted')
    return kind.formats.length === 0
      ? undefined
      : t`Download it with: kling video download ${id} -o video.mp4`
  if (kind.topic === 'video') return t`Follow it with: kling video status ${id} --watch`
  return t`Follow it with: kling ${kind.topic} status ${id}`
}

function submittedView({task_id}: Row, screen: Screen, {body, estimate}: Sent): string {
  const {model_name: model, mode, duration} = body
  const length = duration === undefined ? [] : [t`${oneLine(duration)} s`]
  const facts = [...[model, mode].map(oneLine), ...length].filter(Boolean)
  const {units, usd} = estimate
  const cost = units === null ? t`unknown` : t`${units} units ($${String(usd)})`
  return fieldsView({task_id, model: facts.join(t`, `), estimate: cost}, screen)
}

/** `✓ Saved cat.mp4  1.2 MB, 5 s` */
export function savedView({output, bytes, duration}: Row, screen: Screen): string {
  const size = formatBytes(Number(bytes))
  const length = duration === undefined ? '' : t`, ${Number(oneLine(duration)) || oneLine(duration)} s`
  const file = screen.link(oneLine(output), pathToFileURL(resolve(String(output))).href)
  return `${successLine(t`Saved ${file}`, screen)}  ${size}${length}`
}

function costView({estimate}: Row): string {
  const {units, usd, as_of: asOf} = estimate as Estimate
  if (units === null) return t`Estimated cost: unknown`
  return t`Estimated cost: ${units} units ($${String(usd)}), prices as of ${asOf}`
}

/** `about 4 units ($0.56)`: what a create will cost, for people. */
export function formatUnits(units: number | null): string {
  if (units === null) return t`Estimated cost: unknown.`
  return t`Estimated cost: ${units} units ($${usdOf(units).toFixed(2)})`
}
