import {expect} from 'chai'
import {ok} from '../support/api-server.js'
import {expectSuccess} from '../support/outcome.js'
import {tries} from '../support/plugin-folder.js'
import {usePluginFixture} from './plugin-fixture.js'

describe('ids of tasks that a plugin submits', () => {
  const {fixture, kling, link} = usePluginFixture()

  it('may be its own again, as after a refusal, and never those of others', async () => {
    fixture.answer(() => ok({task_id: '8', task_status: 'submitted'}))
    const create = ['video', 'create', 'a cat', '--external-task-id', 'of-the-user']
    expectSuccess(await kling(create))
    const intent = (id: string): string =>
      `this.journal.append({event: 'intent', id: '${id}', kind: 'create', region: 'custom', base_url: baseUrl})`
    await link({
      commands: {
        'odd:try': `
          const {client: {baseUrl}} = await this.connect()
          ${tries({first: intent('own'), again: intent('own'), other: intent('of-the-user')})}`,
      },
    })
    // In a later run it is still its own.
    for (let run = 0; run < 2; run++) {
      const {tried} = expectSuccess(await kling(['odd', 'try']))
      expect(tried).to.deep.include({first: {is: null}, again: {is: null}})
      expect(tried.other.code).to.equal('plugin_denied')
    }
  })
})
