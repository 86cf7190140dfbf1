import {type Estimate} from '../catalog/estimate.js'
import {say} from '../language/say.js'
import {type Row, oneLine} from './cells.js'
import {fieldsView} from './records.js'
import {type Screen, doneView} from './screen.js'
import {plainText, sayBytes} from './text.js'

/** What a create has come to: a cost, a request that was not sent, a task, or a file. */
export function createView(result: Row, screen: Screen): string {
  if (result.dry_run)
    return `${oneLine(result.method)} ${oneLine(result.url)}\n${plainText(JSON.stringify(result.body, null, 2))}\n${costView(result)}`
  if (result.estimate) return costView(result)
  if (result.output) return savedView(result, screen)
  return fieldsView(result, screen)
}

/** `✓ cat.mp4  1.2 MB, 5 s` */
export function savedView({output, bytes, duration}: Row, screen: Screen): string {
  const size = sayBytes(Number(bytes))
  const length = duration === undefined ? '' : `, ${oneLine(duration)} s`
  return `${doneView(oneLine(output), screen)}  ${size}${length}`
}

function costView({estimate}: Row): string {
  const {units, usd, as_of: asOf} = estimate as Estimate
  if (units === null) return say`cost: unknown`
  return say`cost: about ${units} units ($${String(usd)}), by the prices of ${asOf}`
}
