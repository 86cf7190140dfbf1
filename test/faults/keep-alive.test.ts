import {expect} from 'chai'
import {useFolder} from '../support/folder.js'
import {expectSuccess} from '../support/outcome.js'
import {singleFile} from '../support/run-kling.js'
import {makeCertificates} from './certificates.js'
import type {FaultServerOptions} from './fault-server.js'
import {type FaultFixture, create, withFixture} from './fault-fixture.js'
import {fastTimers} from '../support/fixture.js'

describe('faults: connections are kept', () => {
  const inFolder = useFolder()

  /** Connections that the program makes for as long as `work` takes. */
  async function connectionsOf(
    options: FaultServerOptions,
    work: (fixture: FaultFixture) => Promise<unknown>,
  ): Promise<number> {
    let connections = 0
    await withFixture({queriesToEnd: 4, ...options}, async fixture => {
      fixture.server.onStep = step => {
        if (step === 'connection accepted') connections++
      }
      await work(fixture)
    })
    return connections
  }

  it('a create and its polls take one', async () => {
    const made = await connectionsOf({}, async fixture => {
      expectSuccess(await fixture.kling(create('--wait')))
      expect(fixture.server.service.requests.length).to.be.at.least(5)
    })
    expect(made).to.equal(1)
  })

  it('100 creates that wait take one each, and waiting for 100 tasks at once one more', async () => {
    const ids: string[] = []
    await withFixture({queriesToEnd: 2}, async fixture => {
      let made = 0
      fixture.server.onStep = step => {
        if (step === 'connection accepted') made++
      }
      const some = async (): Promise<void> => {
        while (ids.length < 100) {
          const place = ids.push('') - 1
          const {task_id: id} = expectSuccess(await fixture.kling(create('--wait')))
          ids[place] = String(id)
        }
      }
      await Promise.all([some(), some(), some()])
      const {requests} = fixture.server.service
      expect(requests.filter(({method}) => method === 'POST')).to.have.lengthOf(100)
      expect(requests.length).to.be.at.least(300)
      expect(made).to.equal(100)
      expectSuccess(await fixture.kling(['task', 'wait', ...ids]))
      expect(made).to.be.at.most(101)
    })
  })

  it('with TLS a create, its polls and a download from the same host take one handshake', async function () {
    const certificates = makeCertificates(inFolder())
    if (!certificates) this.skip()
    const made = await connectionsOf({tls: certificates.tls}, async fixture => {
      const env = {...fastTimers, NODE_EXTRA_CA_CERTS: certificates.caFile}
      // A connection that is slow for a moment is not given up.
      expectSuccess(await fixture.kling(create('-o', 'cat.mp4', '--timeout', '60'), {env}))
      expect(fixture.hash('cat.mp4')).to.equal(fixture.server.service.hashes[0])
    })
    expect(made).to.equal(1)
  })

  it('downloads of several tasks take one to their host', async () => {
    let made = 0
    await connectionsOf({queriesToEnd: 1}, async fixture => {
      for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) {
        fixture.server.service.files = [{shows: 'status', status: 404}]
        await fixture.kling(create('-o', name))
      }
      fixture.server.service.heal()
      const {onStep} = fixture.server
      fixture.server.onStep = step => {
        if (step === 'connection accepted') made++
        return onStep(step)
      }
      expectSuccess(await fixture.kling(['task', 'resume', '--timeout', '60']))
      for (const name of ['a.mp4', 'b.mp4', 'c.mp4'])
        expect(fixture.hash(name)).to.equal(fixture.server.service.hashes[0])
    })
    // One for the API, one for the files; the single file takes the same for both, whose host is the same here.
    expect(made).to.equal(singleFile ? 1 : 2)
  })
})
