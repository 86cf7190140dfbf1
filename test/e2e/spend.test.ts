import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {expectError, expectSuccess} from '../support/outcome.js'
import {png} from '../support/pictures.js'
import {taskApi} from '../support/task-api.js'
import {useFixture} from '../support/fixture.js'

const noKeys = {KLING_ACCESS_KEY: undefined, KLING_SECRET_KEY: undefined}

describe('what a create may cost', () => {
  const fixture = useFixture()
  const create = (...argv: string[]) => fixture.kling(['video', 'create', 'A cat', ...argv], {env: noKeys})

  it('--dry-run shows the request, with files as hash and size, and sends nothing', async () => {
    const picture = png(640, 480, 1000)
    fixture.write('cat.png', picture)
    const shown = {sha256: createHash('sha256').update(picture).digest('hex'), bytes: picture.length}
    const text = `data:image/png;base64,${png(300, 300, 9000).toString('base64')}`
    const result = await create(
      '--dry-run',
      '-i',
      'cat.png',
      '--ref-image',
      text,
      '--set',
      'a.b=1',
      '--watermark',
    )
    const {estimate, ...request} = expectSuccess(result)
    expect(request).to.deep.equal({
      dry_run: true,
      method: 'POST',
      url: `${fixture.api.url}/v1/videos/omni-video`,
      body: {
        model_name: 'kling-video-o1',
        prompt: 'A cat',
        mode: 'pro',
        duration: '5',
        image_list: [
          {image_url: shown, type: 'first_frame'},
          {
            image_url: {
              sha256: createHash('sha256')
                .update(png(300, 300, 9000))
                .digest('hex'),
              bytes: png(300, 300, 9000).length,
            },
          },
        ],
        watermark_info: {enabled: true},
        a: {b: 1},
      },
    })
    // What a field costs that is not documented, nobody knows.
    expect(estimate.units).to.equal(null)
    expect(estimate.as_of).to.match(/^\d{4}-\d\d-\d\d$/)
    expect(fixture.api.requests).to.deep.equal([])
    expect(fixture.journal()).to.deep.equal([])
  })

  it('--dry-run still finds what is wrong', async () => {
    expectError(await create('--dry-run', '-d', '7'), 'invalid_duration')
    expectError(await create('--dry-run', '-i', 'none.png'), 'frame_not_found')
    expectError(await create('--dry-run', '--max-cost', '1'), 'cost_limit')
  })

  it('goes up to --max-cost, KLING_MAX_COST or the config, the flag first', async () => {
    fixture.answer(taskApi())
    const run = (argv: string[], env = {}) => fixture.kling(['video', 'create', 'A cat', ...argv], {env})
    expectSuccess(await run(['--max-cost', '4']))
    expect(expectError(await run(['--max-cost', '3.99']), 'cost_limit')).to.include({billed: 'no'})
    expectError(await run([], {KLING_MAX_COST: '2'}), 'cost_limit')
    expectSuccess(await run(['config', 'x'].slice(2), {KLING_MAX_COST: '8'}))
    expectSuccess(await fixture.kling(['config', 'set', 'max_cost', '1']))
    expectError(await run([]), 'cost_limit')
    expectSuccess(await run(['--max-cost', '5']))
    expect(fixture.api.requests.map(({method}) => method)).to.deep.equal(['POST', 'POST', 'POST'])
  })

  it('counts what --set changes', async () => {
    expectError(await create('--set', 'duration="10"', '--max-cost', '4'), 'cost_limit')
    expect(fixture.api.requests).to.deep.equal([])
  })
})
