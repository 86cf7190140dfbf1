import {expect} from 'chai'
import type {JournalRecord} from '../../../src/lib/journal/types.js'
import {archiveName} from '../../../src/lib/downloads/archive-plan.js'

const record = (fields: Partial<JournalRecord>): JournalRecord => ({
  id: 'kling-1',
  task_id: '847487393472614443',
  kind: 'create',
  state: 'succeed',
  region: 'cn',
  base_url: 'https://x',
  created_at: '2026-11-23T23:59:59.000Z',
  updated_at: '2026-11-23T23:59:59.000Z',
  ...fields,
})
const words = (prompt?: string): string =>
  archiveName(record(prompt === undefined ? {} : {prompt})).replace('2026-11-23-847487393472614443', '')

describe('names in an archive', () => {
  for (const [prompt, expected] of [
    [undefined, ''],
    ['', ''],
    ['…', ''],
    ['A cat playing piano', '-a-cat-playing-piano'],
    ['  CON: nul. ', '-con-nul'],
    ['a/b\\c:d*e?f"g<h>i|j', '-a-b-c-d-e-f-g-h-i-j'],
    ['一只猫在弹钢琴，雨夜…', '-一只猫在弹钢琴-雨夜'],
    ['हिन्दी में बिल्ली', '-हिन्दी-में-बिल्ली'],
    ['cafe\u0301 🐈 \u202Etxt', '-café-txt'],
    ['..\u0000../etc/passwd', '-etc-passwd'],
    ['word '.repeat(20), '-word-word-word-word-word-word-wo'],
    ['猫'.repeat(60), `-${'猫'.repeat(32)}`],
    ['𠀀'.repeat(40), `-${'𠀀'.repeat(24)}`],
  ] as const) {
    it(`${JSON.stringify(prompt)} → ${expected || 'nothing'}`, () => expect(words(prompt)).to.equal(expected))
  }

  it('an id is letters, digits, _ and - only', () => {
    expect(archiveName(record({task_id: '../a b:c'}))).to.equal('2026-11-23-___a_b_c')
  })
})
