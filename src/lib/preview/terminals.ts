/** How a terminal shows a picture: by a protocol for pictures, or by half blocks in 2²⁴ or 256 colours. */
export type Protocol = 'kitty' | 'iterm' | 'sixel' | 'blocks' | 'blocks256'

type Env = Record<string, string | undefined>

interface Terminal {
  is: (env: Env) => boolean
  shows: 'kitty' | 'iterm' | 'sixel' | 'blocks' | 'none'
}

const term =
  (pattern: RegExp) =>
  ({TERM}: Env): boolean =>
    pattern.test(TERM ?? '')

const program =
  (...names: string[]) =>
  ({TERM_PROGRAM}: Env): boolean =>
    names.includes(TERM_PROGRAM ?? '')

const sign =
  (...names: string[]) =>
  (env: Env): boolean =>
    names.some(name => env[name])

/**
 * Terminals by what they say of themselves in the environment; the first that fits counts. TERM comes before the other
 * variables, since those outlive a terminal that is started from another.
 */
const terminals: Terminal[] = [
  {is: term(/^(?:dumb|linux|vt\d+)$/), shows: 'none'},
  // What they run in is not seen from the inside, and they keep pictures from it.
  {is: sign('TMUX', 'STY', 'ZELLIJ'), shows: 'blocks'},
  {is: term(/^(?:tmux|screen)/), shows: 'blocks'},
  {is: term(/^xterm-(?:kitty|ghostty)/), shows: 'kitty'},
  {is: term(/^(?:foot|mlterm|contour|yaft)/), shows: 'sixel'},
  {is: program('ghostty'), shows: 'kitty'},
  {is: program('WezTerm', 'iTerm.app', 'rio'), shows: 'iterm'},
  {is: program('mintty'), shows: 'sixel'},
  // Its pictures are off unless its user turns them on.
  {is: program('vscode'), shows: 'blocks'},
  {is: program('Apple_Terminal'), shows: 'blocks'},
  {is: ({KONSOLE_VERSION}) => Number(KONSOLE_VERSION) >= 220_400, shows: 'sixel'},
  {is: sign('KITTY_WINDOW_ID', 'GHOSTTY_RESOURCES_DIR'), shows: 'kitty'},
  {is: sign('WEZTERM_PANE', 'WEZTERM_EXECUTABLE'), shows: 'iterm'},
  // Set by iTerm2 to be passed on by ssh.
  {is: ({LC_TERMINAL}) => LC_TERMINAL === 'iTerm2', shows: 'iterm'},
  {is: () => true, shows: 'blocks'},
]

function hasAllColors(env: Env): boolean {
  return /^(?:truecolor|24bit)$/.test(env.COLORTERM ?? '') || Boolean(env.WT_SESSION)
}

/**
 * How the terminal behind an environment shows pictures; undefined where nothing is to be drawn. KLING_PREVIEW overrules
 * what is known of the terminal: `kitty`, `iterm`, `sixel`, `blocks` or `none`.
 */
export function protocolOf(env: Env): Protocol | undefined {
  if (env.KLING_PLAIN || env.CI || env.TERM === 'dumb') return undefined
  const own = terminals.find(({is}) => is(env))!.shows
  const shown = (['kitty', 'iterm', 'sixel', 'blocks', 'none'] as const).find(
    name => name === env.KLING_PREVIEW,
  )
  const chosen = shown ?? own
  if (chosen === 'none') return undefined
  if (chosen !== 'blocks') return chosen
  // Half blocks are made of colours.
  if (env.NO_COLOR) return undefined
  return hasAllColors(env) ? 'blocks' : 'blocks256'
}

/** Whether a protocol shows the picture itself rather than a mosaic of it. */
export function isSharp(protocol: Protocol): boolean {
  return !protocol.startsWith('blocks')
}
