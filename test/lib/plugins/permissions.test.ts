import {expect} from 'chai'
import {
  type Permissions,
  chooseGrants,
  describePermissions,
  fromGrants,
  grantsOf,
  missingGrants,
  noPermissions,
  parsePermissions,
} from '../../../src/lib/plugins/permissions.js'
import {errorOf} from '../../support/failure.js'

describe('permissions that a plugin asks for', () => {
  const fine: Record<string, string[]> = {
    net: ['api.example.com', '*.example.com', 'localhost:8188', '127.0.0.1'],
    env: ['HOME', 'MY_TOKEN', '_x1', 'KLING_REGION', 'NODE', 'PATH'],
    read: ['$CWD', '$CWD/a', '$CONFIG', '$DATA/x y', '~/films', '/tmp/x', 'C:\\films'],
    write: ['$DATA'],
    run: ['ffmpeg', '/usr/bin/ffmpeg', 'g++'],
    hooks: ['kling:region', 'kling:error'],
  }
  for (const [name, values] of Object.entries(fine))
    it(`${name}: ${values.join(', ')}`, () =>
      expect(parsePermissions({[name]: values})).to.deep.equal({...noPermissions, [name]: values}))

  const wrong: Record<string, string[]> = {
    net: [
      '',
      '*',
      '*.',
      'https://example.com',
      'example.com/x',
      'a.*.com',
      'a b',
      'example.com:123456',
      '::1',
    ],
    env: [
      ...['', '1x', 'A-B', 'A B', 'A\n', '*'],
      ...['KLING_ACCESS_KEY', 'KLING_SECRET_KEY', 'KLING_API_KEY', 'kling_api_key'],
      ...['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'node_options', 'LD_PRELOAD', 'LD_LIBRARY_PATH'],
      ...['DYLD_INSERT_LIBRARIES', 'OCLIF_TS_NODE', 'OPENSSL_CONF', 'SSLKEYLOGFILE'],
    ],
    read: ['', 'x', './x', '../x', '$HOME/x', '~', '/a/../b', '/a/*', '/a,b', '/a\nb', '/a\u202eb', '$CWDx'],
    write: ['$DATA/..', '~/../x'],
    run: ['', 'a b', 'a;b', '$(x)', 'a\n'],
    hooks: ['init', 'prerun', 'kling:other', ''],
  }
  for (const [name, values] of Object.entries(wrong))
    for (const value of values)
      it(`${name}: not ${JSON.stringify(value)}`, () =>
        expect(errorOf(() => parsePermissions({[name]: [value]})).code).to.equal('plugin_install_failed'))

  it('are none when nothing is asked for', () => {
    for (const value of [undefined, null, {}]) expect(parsePermissions(value)).to.deep.equal(noPermissions)
  })

  for (const value of [
    [],
    'net',
    7,
    true,
    {net: 'example.com'},
    {net: [7]},
    {credentials: 'yes'},
    {other: []},
    {__proto__: null, constructor: []},
  ])
    it(`cannot be read from ${JSON.stringify(value)}`, () =>
      expect(errorOf(() => parsePermissions(value)).code).to.equal('plugin_install_failed'))
})

describe('grants', () => {
  const asked: Permissions = {
    ...noPermissions,
    net: ['a.example.com', 'b.example.com'],
    env: ['A=B'],
    credentials: true,
  }

  it('are permissions one by one, and back', () => {
    const grants = grantsOf(asked)
    expect(grants).to.deep.equal(['net=a.example.com', 'net=b.example.com', 'env=A=B', 'credentials'])
    expect(fromGrants(grants)).to.deep.equal(asked)
    expect(fromGrants([])).to.deep.equal(noPermissions)
    expect(noPermissions.net).to.deep.equal([])
  })

  it('are missing where they were not given', () => {
    const given = {...noPermissions, net: ['a.example.com'], read: ['/x']}
    expect(missingGrants(asked, given)).to.deep.equal(['net=b.example.com', 'env=A=B', 'credentials'])
    expect(missingGrants(given, given)).to.deep.equal([])
  })

  it('are chosen among those on offer, in their order', () => {
    const offered = grantsOf(asked)
    expect(chooseGrants(offered, ['credentials', 'net'])).to.deep.equal([offered[0], offered[1], offered[3]])
    expect(chooseGrants(offered, ['net=b.example.com'])).to.deep.equal(['net=b.example.com'])
    expect(chooseGrants(offered, ['all'])).to.deep.equal(offered)
    for (const word of ['net=c.example.com', 'write', 'ne', ''])
      expect(errorOf(() => chooseGrants(offered, [word])).code, word).to.equal('invalid_argument')
  })

  it('are said in plain words, a line each', () => {
    expect(describePermissions({...asked, env: [], write: ['$CWD/x']})).to.deep.equal([
      'connect to other hosts: a.example.com, b.example.com',
      'write and delete files: the current folder/x',
      'use your Kling keys themselves',
    ])
    expect(describePermissions(noPermissions)).to.deep.equal([])
  })
})
