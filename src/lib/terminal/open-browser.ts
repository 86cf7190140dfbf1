import {spawn} from 'node:child_process'

const openers: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['open'],
  // The first word in quotes would be the title of a window.
  win32: ['cmd', '/c', 'start', ''],
}

/** Opens an address in the user's browser, where there is a screen to see it on; else nothing happens. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv): void {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open']
  if (program === 'xdg-open' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return
  const child = spawn(program!, [...words, url], {stdio: 'ignore', detached: true})
  // The address is printed, too.
  child.on('error', () => {})
  child.unref()
}
