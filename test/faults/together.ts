import {availableParallelism} from 'node:os'

/**
 * Makes a test of each case. All are begun by the first, a few at once, since each is a process that mostly waits;
 * each test tells the end of its own.
 */
export function itTogether<Case>(
  cases: readonly (readonly [string, Case])[],
  test: (one: Case) => Promise<void>,
): void {
  const ends = new Map<Case, Promise<unknown>>()
  before(() => {
    const width = Math.max(availableParallelism() * 2, 4)
    const lanes = Array.from({length: width}, () => Promise.resolve())
    for (const [index, [, one]] of cases.entries()) {
      const lane = lanes[index % width]!
      const end = lane.then(() => test(one)).then(
        () => undefined,
        (error: unknown) => error ?? new Error('failed'),
      )
      ends.set(one, end)
      lanes[index % width] = end.then(() => undefined)
    }
  })
  for (const [what, one] of cases) {
    it(what, async () => {
      const error = await ends.get(one)
      if (error !== undefined) throw error
    })
  }
  after(() => Promise.all(ends.values()))
}
