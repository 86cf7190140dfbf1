import {spawn} from 'node:child_process'
import {findProgram} from '../fs/find-program.js'

/** What opens something in the program that the user has for it: a whole path, or an address. */
const openers: Partial<Record<NodeJS.Platform, (target: string) => string[]>> = {
  darwin: target => ['open', target],
  // No shell, to which an & in an address would be a command.
  win32: target => ['rundll32', 'url.dll,FileProtocolHandler', target],
}

/** The environment for programs of others, which have no need of the keys. */
export function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('KLING_')))
}

/**
 * Opens a file or a page in the system's program for it, which outlives this process and sees none of the keys.
 * @param target whole path, which is never taken for a flag, or http(s) address
 * @returns the name of the program that is missing, if it is
 */
export function openExternally(target: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const [program, ...words] = openers[process.platform]?.(target) ?? ['xdg-open', target]
  const path = findProgram(program!, {env, platform: process.platform})
  if (path === undefined) return Promise.resolve(program)
  return new Promise(resolve => {
    try {
      const child = spawn(path, words, {env: withoutKeys(env), detached: true, stdio: 'ignore'})
      child.on('error', () => resolve(program))
      child.on('spawn', () => {
        child.unref()
        resolve(undefined)
      })
    } catch {
      // A runtime that lets nothing be started says so at once.
      resolve(program)
    }
  })
}

/** Opens a page where there is a screen to see it on; else nothing happens, since its address is printed, too. */
export async function openPage(url: string, env: NodeJS.ProcessEnv): Promise<void> {
  const isScreen = process.platform in openers || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (isScreen) await openExternally(url, env)
}
