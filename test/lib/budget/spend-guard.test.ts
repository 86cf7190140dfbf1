import {expect} from 'chai'
import {LocalSpendGuard, newLedger} from '../../../src/lib/budget/spend-guard.js'
import {rejectionOf} from '../../support/failure.js'
import {useFolder} from '../../support/folder.js'

describe('the guard of what a command spends', () => {
  const own = useFolder()

  /** A guard that asks; its answers are yes. */
  function guardOf({task, hard}: {task?: number; hard?: number}) {
    const questions: string[] = []
    const ledger = newLedger()
    const guard = new LocalSpendGuard({
      limits: {hard, task, day: undefined, dayProfile: undefined},
      dataDir: own('data'),
      region: 'cn',
      isAgreed: false,
      note: () => {},
      confirm: async question => questions.push(question) > 0,
      ledger,
    })
    const spend = async (cost: number | null): Promise<void> => {
      await guard.allow(cost)
      await guard.reserve(cost, async () => {})
    }
    return {guard, ledger, questions, spend}
  }

  it('adds up the tasks of a command', async () => {
    const {spend, questions, ledger} = guardOf({task: 8})
    await spend(4)
    await spend(4)
    expect(questions).to.deep.equal([])
    await spend(4)
    expect(questions).to.have.length(1)
    expect(questions[0]).to.include('about 4 units more, after 8 units by this command; the limit is 8')
    expect(ledger.spent).to.equal(12)
  })

  it('a yes to a sum holds for this sum', async () => {
    const {guard, spend, questions} = guardOf({task: 4})
    await guard.allow(8)
    await spend(4)
    await spend(4)
    expect(questions).to.have.length(1)
    await spend(0.1)
    expect(questions).to.have.length(2)
  })

  it('a yes to a cost that is not known holds for one request', async () => {
    const {spend, questions} = guardOf({task: 4})
    await spend(null)
    await spend(null)
    expect(questions).to.have.length(2)
    await spend(5)
    expect(questions).to.have.length(3)
  })

  it('no yes lifts the limit of the command line', async () => {
    const {spend, questions} = guardOf({hard: 4})
    await spend(4)
    for (const cost of [0.1, null]) expect(await rejectionOf(spend(cost))).to.include({code: 'cost_limit'})
    expect(questions).to.deep.equal([])
  })

  it('what is released can be spent again, without noise of binary fractions', async () => {
    const {guard, spend, ledger} = guardOf({hard: 0.3})
    await spend(0.1)
    await spend(0.2)
    guard.release(0.1)
    guard.release(0.2)
    expect(ledger.spent).to.equal(0)
    await spend(0.3)
  })
})
