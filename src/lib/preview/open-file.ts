import {spawn} from 'node:child_process'

/** What opens a file in the program that the user has for it. The file is a whole path, so it is never taken for a flag. */
const viewers: Partial<Record<NodeJS.Platform, string>> = {darwin: 'open', win32: 'explorer.exe'}
const otherwise = 'xdg-open'

/**
 * Opens a file in the system's viewer, which outlives this process.
 * @param file whole path
 * @returns the name of the program that is missing, if it is
 */
export function openInViewer(
  file: string,
  {env, platform}: {env: NodeJS.ProcessEnv; platform: NodeJS.Platform},
): Promise<string | undefined> {
  const viewer = viewers[platform] ?? otherwise
  return new Promise(resolve => {
    try {
      const child = spawn(viewer, [file], {env, detached: true, stdio: 'ignore'})
      child.on('error', () => resolve(viewer))
      child.on('spawn', () => {
        child.unref()
        resolve(undefined)
      })
    } catch {
      // A runtime that lets nothing be started says so at once.
      resolve(viewer)
    }
  })
}
