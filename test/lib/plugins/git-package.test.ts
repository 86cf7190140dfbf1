import {expect} from 'chai'
import {parseGitSpec} from '../../../src/lib/plugins/git-package.js'

describe('the address of a git repository', () => {
  for (const [spec, url, ref] of [
    ['git+https://example.com/a.git', 'https://example.com/a.git', undefined],
    ['git+https://example.com/a.git#main', 'https://example.com/a.git', 'main'],
    ['git+file:///tmp/a#semver:^1.0', 'file:///tmp/a', 'semver:^1.0'],
    ['github:owner/name', 'https://github.com/owner/name.git', undefined],
    ['gitlab:owner/name#v1', 'https://gitlab.com/owner/name.git', 'v1'],
    ['git@example.com:a.git#a#b', 'git@example.com:a.git', 'a#b'],
    ['git+ssh://git@example.com/a.git#', 'ssh://git@example.com/a.git', undefined],
  ] as const)
    it(spec, () => expect(parseGitSpec(spec)).to.deep.equal({url, ref}))
})
