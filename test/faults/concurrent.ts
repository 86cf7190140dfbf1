import {availableParallelism} from 'node:os'

/** How many processes run at once. */
const lanesAtOnce = Math.max(availableParallelism() * 2, 4)

/**
 * Makes a test of each case. All are begun by the first, a few at once, since each is a process that mostly waits;
 * each test tells the end of its own.
 */
export function itConcurrent<Case>(
  cases: readonly (readonly [string, Case])[],
  test: (one: Case) => Promise<void>,
): void {
  const ends = new Map<Case, Promise<unknown>>()
  before(() => {
    const lanes = Array.from({length: lanesAtOnce}, () => Promise.resolve())
    for (const [index, [, one]] of cases.entries()) {
      const lane = lanes[index % lanesAtOnce]!
      const end = lane
        .then(() => test(one))
        .then(
          () => undefined,
          (error: unknown) => error ?? new Error('failed'),
        )
      ends.set(one, end)
      lanes[index % lanesAtOnce] = end.then(() => undefined)
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

/** Runs all cases, a few at once; the first failure is thrown when all have ended. */
export async function someAtOnce<Case>(
  cases: readonly Case[],
  work: (one: Case) => Promise<void>,
): Promise<void> {
  const open = [...cases]
  const failures: unknown[] = []
  const lane = async (): Promise<void> => {
    for (let one = open.shift(); one !== undefined; one = open.shift()) {
      await work(one).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({length: lanesAtOnce}, lane))
  if (failures.length > 0) throw failures[0]
}
