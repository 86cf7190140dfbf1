import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {shownUnits} from '../budget/task-costs.js'
import type {Money} from '../config/parse-unit-price.js'
import {type Estimate, type PriceOptions, isOldPrice, moneyOf} from '../catalog/estimate.js'
import type {TaskKind} from '../catalog/task-kinds.js'
import type {SavedFile, SkippedFile} from '../downloads/types.js'
import {t} from '../i18n/translate.js'
import type {DryRunResult, EstimateResult} from '../requests/prepared-task.js'
import type {SubmittedResult, TaskResult} from '../tasks/task.js'
import {oneLine} from '../terminal/format-field.js'
import {type Screen, successLine} from '../terminal/screen.js'
import {fieldsView} from '../terminal/table.js'
import {formatBytes, plainText, shownSeconds} from '../terminal/text.js'

/** A task that has ended, and the file that its result is in. */
export interface DownloadedResult extends TaskResult, SavedFile {
  /** The file next to it that says how it was made: `--sidecar`. */
  sidecar?: string
}

/** What a create has come to: a cost, a request that was not sent, a task, its outcome, or a file. */
export type CreateResult =
  EstimateResult | DryRunResult | SubmittedResult | TaskResult | DownloadedResult | SkippedFile

/** The request behind a task, as far as a view tells of it. */
interface Sent {
  body: Record<string, unknown>
  estimate: Estimate
}

/** The result of a create as people see it. @param sent the request, where one was sent */
export function createView(result: CreateResult, screen: Screen, sent?: Sent): string {
  if ('dry_run' in result)
    return `${result.method} ${oneLine(result.url)}\n${plainText(JSON.stringify(result.body, null, 2))}\n${costView(result.estimate)}`
  if ('estimate' in result) return costView(result.estimate)
  if ('skipped' in result) return skippedView(result, screen)
  if ('bytes' in result) return savedView(result, screen)
  if (result.status === 'submitted' && sent) return submittedView(result.task_id, screen, sent)
  const {external_task_id: _id, created_at: _at, updated_at: _end, ...facts}: TaskResult = result
  return fieldsView(facts, screen)
}

/** The command to type after a create; nothing where its result is there. */
export function nextCommand(result: CreateResult, kind: TaskKind | undefined): string | undefined {
  if (!kind || !('task_id' in result) || 'bytes' in result) return undefined
  const id = oneLine(result.task_id)
  if (result.status !== 'submitted')
    return kind.formats.length === 0
      ? undefined
      : t`Download it with: kling video download ${id} -o video.mp4`
  if (kind.topic === 'video') return t`Follow it with: kling video status ${id} --watch`
  return t`Follow it with: kling ${kind.topic} status ${id}`
}

function submittedView(taskId: string, screen: Screen, {body, estimate}: Sent): string {
  const {model_name: model, mode, duration} = body
  const length = duration === undefined ? [] : [t`${oneLine(duration)} s`]
  const facts = [...[model, mode].map(oneLine), ...length].filter(Boolean)
  return fieldsView({task_id: taskId, model: facts.join(t`, `), estimate: formatCost(estimate)}, screen)
}

/** The cost of a task that was submitted, as the value of a field. */
function formatCost(estimate: Estimate): string {
  const {units, units_max: most, units_per_second: perSecond, sandbox} = estimate
  if (sandbox) return t`nothing is charged`
  if (units !== null) return withMoney(t`${shownUnits(units)} units`, moneyIn(estimate))
  if (perSecond === null) return t`unknown`
  const rate = t`${shownUnits(perSecond)} units per second of video`
  return most === null ? rate : t`${rate}, at most ${shownUnits(most)} units`
}

const signs: Record<string, string> = {USD: '$', CNY: '¥'}

/** `$0.56`, `¥4.00`, `0.50 EUR`; less than a hundredth with a third place. */
export function formatMoney({amount, currency}: Money): string {
  const number = amount.toFixed(amount > 0 && amount < 0.01 ? 3 : 2)
  return Object.hasOwn(signs, currency) ? signs[currency]! + number : `${number} ${currency}`
}

/** `4 units ($0.56)`; without the money where nobody knows it. */
const withMoney = (units: string, money: Money | undefined): string =>
  money ? `${units} (${formatMoney(money)})` : units

const moneyIn = ({amount, currency}: Estimate): Money | undefined =>
  amount === null || currency === null ? undefined : {amount, currency}

/** `✓ cat.mp4 exists; nothing was done.` */
export function skippedView({output}: SkippedFile, screen: Screen): string {
  const file = screen.link(oneLine(output), pathToFileURL(resolve(output)).href)
  return successLine(t`${file} exists; nothing was done`, screen)
}

/** `✓ Saved cat.mp4  1.2 MB, 5 s long` */
export function savedView(
  {output, bytes, duration}: SavedFile & Pick<TaskResult, 'duration'>,
  screen: Screen,
): string {
  const seconds = Number(duration)
  const size = formatBytes(bytes)
  const facts = seconds > 0 ? t`${size}, ${shownSeconds(seconds)} s long` : size
  const file = screen.link(oneLine(output), pathToFileURL(resolve(output)).href)
  return `${successLine(t`Saved ${file}`, screen)}  ${facts}`
}

function costView(estimate: Estimate): string {
  const {units, units_max: most, units_per_second: perSecond, as_of: asOf, sandbox} = estimate
  if (sandbox) return freeView(units)
  if (units === null) return formatUnits(units, {perSecond, most})
  const cost = withMoney(t`${shownUnits(units)} units`, moneyIn(estimate))
  return isOldPrice(asOf, Date.now())
    ? t`Estimated cost: ${cost}, prices as of ${asOf}, more than 90 days ago`
    : t`Estimated cost: ${cost}, prices as of ${asOf}`
}

export interface CostOptions {
  /** Units of a second, where the length is known only to the service. */
  perSecond: number | null
  /** The most that it can cost then. */
  most?: number | null
  isSandbox?: boolean
  prices?: PriceOptions
}

/** `Estimated cost: 4 units ($0.56)`: what a create will cost, for people. */
export function formatUnits(
  units: number | null,
  {perSecond, most = null, isSandbox = false, prices}: CostOptions,
): string {
  if (isSandbox) return freeView(units)
  const shown = (amount: number): string => withMoney(t`${shownUnits(amount)} units`, moneyOf(amount, prices))
  if (units !== null) return t`Estimated cost: ${shown(units)}`
  if (perSecond === null) return t`Estimated cost: unknown`
  const rate = t`Estimated cost: ${shown(perSecond)} per second of video`
  return most === null ? rate : t`${rate}, at most ${shownUnits(most)} units`
}

/** What the same would cost with a key, in the sandbox. */
function freeView(units: number | null): string {
  if (units === null) return t`Sandbox: nothing is charged`
  const money = moneyOf(units)
  const price = [t`${shownUnits(units)} units`, ...(money ? [formatMoney(money)] : [])].join(t`, `)
  return t`Sandbox: nothing is charged (with a real key about ${price})`
}
