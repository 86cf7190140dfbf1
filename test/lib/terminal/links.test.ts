import {expect} from 'chai'
import {hasLinks, linker} from '../../../src/lib/terminal/links.js'

describe('links', () => {
  const terminals: [Record<string, string>, boolean][] = [
    [{}, false],
    [{TERM: 'xterm-256color'}, false],
    [{TERM: 'xterm-kitty'}, true],
    [{TERM: 'xterm-kitty', NO_COLOR: '1'}, true],
    [{TERM: 'xterm-kitty', CI: 'true'}, false],
    [{TERM: 'xterm-kitty', KLING_PLAIN: '1'}, false],
    [{TERM: 'dumb', TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0'}, false],
    [{TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0'}, true],
    [{TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.15'}, false],
    [{TERM_PROGRAM: 'iTerm.app'}, false],
    [{TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22'}, true],
    [{TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.100.2'}, true],
    [{TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.0'}, false],
    [{TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.3a', VTE_VERSION: '7600'}, false],
    [{TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.4'}, true],
    [{TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455'}, false],
    [{VTE_VERSION: '7600'}, true],
    [{VTE_VERSION: '5000'}, false],
    [{WT_SESSION: 'x'}, true],
    [{FORCE_HYPERLINK: '1'}, true],
    [{FORCE_HYPERLINK: '0', WT_SESSION: 'x'}, false],
  ]
  for (const [env, wanted] of terminals) {
    it(`${JSON.stringify(env)}: ${wanted ? 'yes' : 'no'}`, () => {
      expect(hasLinks({isTTY: true}, env)).to.equal(wanted)
      expect(hasLinks({isTTY: false}, env)).to.equal(env.FORCE_HYPERLINK === '1')
    })
  }

  it('lead to the web and to files only, and cannot be broken out of', () => {
    const link = linker({isTTY: true}, {WT_SESSION: 'x'})
    for (const url of [undefined, '', 'nonsense', 'javascript:alert(1)', 'data:text/html,x'])
      expect(link('text', url)).to.equal('text')
    expect(link('text', 'https://example.com/a\u0007b\u001B\\猫')).to.equal(
      '\u001B]8;;https://example.com/a%07b%1B/%E7%8C%AB\u001B\\text\u001B]8;;\u001B\\',
    )
  })
})
