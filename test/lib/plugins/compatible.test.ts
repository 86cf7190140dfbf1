import {expect} from 'chai'
import {checkCompatible} from '../../../src/lib/plugins/compatible.js'

const builtFor = (range: string): Parameters<typeof checkCompatible>[1] => ({
  name: 'kling-plugin-shots',
  version: '2.0.1',
  peerDependencies: {'kling-cli': range},
})

describe('checkCompatible', () => {
  const fits: [host: string, range: string][] = [
    ['0.1.0', '^0.1.0'],
    ['0.1.9', '^0.1.0'],
    ['0.1.1-beta.2', '^0.1.0'],
    ['1.9.0', '^1.2.0'],
    ['2.0.0', '^1.2.0 || ^2.0.0'],
    ['0.7.3', '>=0.1'],
    ['3.0.0', '*'],
    ['3.0.0', ''],
  ]
  for (const [host, range] of fits) {
    it(`takes a plugin for "${range}" in ${host}`, () => {
      expect(checkCompatible(host, builtFor(range))).to.equal(undefined)
    })
  }

  it('takes a plugin that names no range', () => {
    expect(checkCompatible('0.1.0', {name: 'kling-plugin-shots'})).to.equal(undefined)
    expect(checkCompatible('0.1.0', {name: 'shots', peerDependencies: {react: '^19.0.0'}})).to.equal(
      undefined,
    )
    const broken = {name: 'shots', peerDependencies: null} as unknown as Parameters<typeof checkCompatible>[1]
    expect(checkCompatible('0.1.0', broken)).to.equal(undefined)
  })

  const newer: [host: string, range: string][] = [
    ['0.2.0', '^0.1.0'],
    ['0.2.0-beta.1', '^0.1.0'],
    ['2.0.0', '^1.2.0'],
  ]
  for (const [host, range] of newer) {
    it(`refuses a plugin for "${range}" in ${host}, and asks for a newer one`, () => {
      const {code, message, fields, oclif} = checkCompatible(host, builtFor(range))!
      expect(code).to.equal('plugin_incompatible')
      expect(oclif.exit).to.equal(12)
      expect(message).to.equal(
        `kling-plugin-shots 2.0.1 was built for kling ${range}; this is kling ${host}.`,
      )
      expect(fields.hint).to.contain('kling plugins install kling-plugin-shots@latest')
    })
  }

  const older: [host: string, range: string][] = [
    ['0.1.0', '^0.2.0'],
    ['0.1.0', '^0.1.4'],
    ['1.0.0', '>=1.2 <2'],
    ['0.2.0', '^0.1.0 || ^0.3.0'],
  ]
  for (const [host, range] of older) {
    it(`refuses a plugin for "${range}" in ${host}, and asks for another kling`, () => {
      const {code, fields} = checkCompatible(host, builtFor(range))!
      expect(code).to.equal('plugin_incompatible')
      expect(fields.hint).to.contain(`npm install --global "kling-cli@${range}"`)
    })
  }

  it('refuses what is no range, and tells whose fault it is', () => {
    const {code, message, fields} = checkCompatible('0.1.0', builtFor('workspace:^'))!
    expect(code).to.equal('plugin_incompatible')
    expect(message).to.contain('"workspace:^" is not a version range')
    expect(fields.hint).to.contain('"^0.1.0"')
  })
})
