import {expect} from 'chai'
import {type Protocol, isSharp, protocolOf} from '../../../src/lib/preview/terminals.js'

describe('what a terminal shows pictures by', () => {
  const truecolor = {TERM: 'xterm-256color', COLORTERM: 'truecolor'}
  const terminals: [Record<string, string>, Protocol | undefined][] = [
    [{TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1'}, 'kitty'],
    [{TERM: 'xterm-256color', KITTY_WINDOW_ID: '1'}, 'kitty'],
    [{TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty'}, 'kitty'],
    [{...truecolor, TERM_PROGRAM: 'WezTerm'}, 'iterm'],
    [{...truecolor, WEZTERM_PANE: '0'}, 'iterm'],
    [{...truecolor, TERM_PROGRAM: 'iTerm.app'}, 'iterm'],
    [{TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2'}, 'iterm'],
    [{TERM: 'foot'}, 'sixel'],
    [{TERM: 'mlterm-256color'}, 'sixel'],
    [{...truecolor, KONSOLE_VERSION: '230805'}, 'sixel'],
    [{...truecolor, KONSOLE_VERSION: '210400'}, 'blocks'],
    [{...truecolor, TERM_PROGRAM: 'mintty'}, 'sixel'],
    [{...truecolor, TERM_PROGRAM: 'vscode', KITTY_WINDOW_ID: '1'}, 'blocks'],
    [{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, 'blocks256'],
    [{TERM: 'xterm-256color', WT_SESSION: 'x'}, 'blocks'],
    [{TERM: 'tmux-256color', COLORTERM: 'truecolor', KITTY_WINDOW_ID: '1'}, 'blocks'],
    [{TERM: 'xterm-kitty', TMUX: '/tmp/tmux-0/default,1,0'}, 'blocks256'],
    [{TERM: 'xterm-kitty', TMUX: '/tmp/tmux-0/default,1,0', KLING_PREVIEW: 'sixel'}, 'sixel'],
    [{TERM: 'screen-256color', KITTY_WINDOW_ID: '1'}, 'blocks256'],
    [truecolor, 'blocks'],
    [{...truecolor, COLORTERM: '24bit'}, 'blocks'],
    [{TERM: 'xterm'}, 'blocks256'],
    [{...truecolor, NO_COLOR: '1'}, undefined],
    [{TERM: 'xterm-kitty', NO_COLOR: '1'}, 'kitty'],
    [{TERM: 'linux'}, undefined],
    [{TERM: 'dumb', KLING_PREVIEW: 'kitty'}, undefined],
    [{TERM: 'xterm-kitty', KLING_PLAIN: '1'}, undefined],
    [{TERM: 'xterm-kitty', CI: 'true'}, undefined],
    [{TERM: 'xterm-kitty', KLING_PREVIEW: 'none'}, undefined],
    [{TERM: 'xterm-kitty', KLING_PREVIEW: 'paper'}, 'kitty'],
  ]
  for (const [env, wanted] of terminals) {
    it(`${JSON.stringify(env)}: ${wanted ?? 'nothing'}`, () => {
      expect(protocolOf(env)).to.equal(wanted)
    })
  }

  it('all but half blocks are pictures', () => {
    expect((['kitty', 'iterm', 'sixel', 'blocks', 'blocks256'] as const).filter(isSharp)).to.deep.equal([
      'kitty',
      'iterm',
      'sixel',
    ])
  })
})
