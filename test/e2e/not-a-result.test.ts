import {expect} from 'chai'
import {readdirSync} from 'node:fs'
import {expectError, expectSuccess} from '../support/outcome.js'
import type {Handler} from '../support/api-server.js'
import {useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'
import {taskApi, taskId} from '../support/task-api.js'

/** A host that says no with the status of a yes. */
const refusing: Handler = (_request, response) =>
  void response.writeHead(200, {'content-type': 'application/json'}).end('{"error":"not now"}')
const sending: Handler = (_request, response) => void response.end(mp4('a film'))

describe('what came was no result', () => {
  const fixture = useFixture()

  for (const [way, argv, file] of [
    ['resume', ['task', 'resume', taskId], /^cat\.mp4$/],
    ['archive', ['task', 'archive', '-o', '.'], /^\d{4}-\d\d-\d\d-.*\.mp4$/],
  ] as const)
    it(`${way} fetches it as soon as it is one`, async () => {
      let host = refusing
      const files = await fixture.serve((request, response) => host(request, response))
      fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
      const create = ['video', 'create', 'A cat', '-o', 'cat.mp4']
      const left = () => readdirSync(fixture.home.folder).filter(name => name.includes('mp4'))
      for (const words of [create, [...argv]]) {
        expectError(await fixture.klingWithFastPolling(words), 'download_error')
        expect(left()).to.deep.equal([])
      }
      expect(fixture.journal().map(({event}) => event)).to.not.include('downloaded')
      host = sending
      expectSuccess(await fixture.klingWithFastPolling([...argv]))
      expect(left()).to.have.length(1)
      expect(left()[0]).to.match(file)
      expect(fixture.read(left()[0]!)).to.deep.equal(mp4('a film'))
    })
})
