// A journal as years of use leave it: four events for each task, a file a month.
import {closeSync, mkdirSync, openSync, writeSync} from 'node:fs'
import {join} from 'node:path'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The first ten letters of a ULID are its time. */
function ulid(time, number) {
  const start = Array.from({length: 10}, (_, index) => letters[Math.floor(time / 32 ** (9 - index)) % 32])
  return start.join('') + String(number).padStart(16, '0')
}

/** What the journal says of one task. */
export function eventsOf({
  number,
  time,
  region = 'cn',
  base_url = 'https://api-beijing.klingai.com',
  ended = true,
}) {
  const at = new Date(time).toISOString()
  const id = `kling-${ulid(time, number)}`
  const task_id = String(847_487_390_000_000_000n + BigInt(number) * 7919n)
  const output = `/home/ann/films/${number}.mp4`
  const facts = {kind: 'create', path: '/v1/videos/omni-video', region, base_url, model: 'kling-v3-omni'}
  const submitted = [
    {
      at,
      event: 'intent',
      id,
      ...facts,
      prompt: 'A cat plays the piano in the rain',
      units: 4,
      output,
      pid: 4711,
    },
    {at, event: 'accepted', id, task_id, request_id: `CjMT7WdIwAcAAAAAAL${number}`},
  ]
  const done = [
    {at, event: 'state', task_id, status: 'succeed', units: '4'},
    {at, event: 'downloaded', task_id, file: output, bytes: 3_141_592},
  ]
  return {id, task_id, lines: ended ? [...submitted, ...done] : submitted}
}

/** Writes months up to the last one, `perMonth` tasks in each. @returns the ids of the first task */
export function makeJournal(folder, {months, perMonth}) {
  mkdirSync(folder, {recursive: true, mode: 0o700})
  const today = new Date()
  let number = 0
  let first
  for (let back = months; back > 0; back--) {
    const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1)
    const file = openSync(join(folder, `${new Date(start).toISOString().slice(0, 7)}.jsonl`), 'w', 0o600)
    const step = Math.floor((27 * 24 * 3600_000) / perMonth)
    const texts = []
    for (let index = 0; index < perMonth; index++) {
      const events = eventsOf({number: number++, time: start + index * step})
      first ??= events
      texts.push(events.lines.map(line => JSON.stringify(line) + '\n').join(''))
    }
    writeSync(file, texts.join(''))
    closeSync(file)
  }
  return first
}
