import {expect} from 'chai'
import {request as forward} from 'node:http'
import type {ApiServer} from '../support/api-server.js'
import {expectSuccess} from '../support/outcome.js'
import {taskApi, taskId} from '../support/task-api.js'
import {useFixture} from '../support/fixture.js'
import {mp4} from '../support/results.js'

describe('proxies', () => {
  const fixture = useFixture()
  const argv = ['video', 'status', taskId, '--type', 'create']

  /** A proxy that hands requests on. */
  const serveProxy = (): Promise<ApiServer> =>
    fixture.serve(
      ({method, url, headers}, response) =>
        new Promise<undefined>(resolve => {
          const onward = forward(url, {method, headers}, answer => {
            response.writeHead(answer.statusCode!, {'content-type': 'application/json'})
            answer.pipe(response).on('finish', () => resolve(undefined))
          })
          onward.end()
        }),
    )

  it('HTTP_PROXY is gone through, with the address in full', async () => {
    fixture.answer(taskApi())
    const proxy = await serveProxy()
    expectSuccess(await fixture.kling(argv, {env: {HTTP_PROXY: proxy.url}}))
    expect(proxy.requests.map(({url}) => url)).to.deep.equal([
      `${fixture.api.url}/v1/videos/omni-video/${taskId}`,
    ])
    expect(fixture.api.requests).to.have.length(1)
  })

  it('NO_PROXY goes past it', async () => {
    fixture.answer(taskApi())
    const proxy = await serveProxy()
    const env = {http_proxy: proxy.url, NO_PROXY: '127.0.0.1,example.com'}
    expectSuccess(await fixture.kling(argv, {env}))
    expect(proxy.requests).to.deep.equal([])
    expect(fixture.api.requests).to.have.length(1)
  })

  it('results are downloaded through it, too', async () => {
    const files = await fixture.serve((_request, response) => void response.end(mp4('bytes')))
    fixture.answer(taskApi({videoUrl: `${files.url}/v.mp4`}))
    const proxy = await serveProxy()
    const download = ['video', 'download', taskId, '-o', 'cat.mp4', '--type', 'create']
    expectSuccess(await fixture.kling(download, {env: {HTTP_PROXY: proxy.url}}))
    expect(proxy.requests.map(({url}) => url)).to.include(`${files.url}/v.mp4`)
    expect(proxy.requests.at(-1)!.headers).to.not.have.property('authorization')
    expect(fixture.read('cat.mp4').equals(mp4('bytes'))).to.equal(true)
  })
})
