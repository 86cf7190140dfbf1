// What the bundle of the npm package and the single file have in common.
import {readdirSync} from 'node:fs'
import {join, sep} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** esbuild's options for code that runs as it is. */
export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'warning',
}

/** Loaded by oclif in checkouts of other programs only. */
export const neverLoaded = ['typescript', 'ts-node', 'tsx', 'tsx/*', 'pnpapi']

/** Names of the modules below a folder, without their extension: `video/create`. */
export const modulesIn = folder =>
  readdirSync(join(root, folder), {recursive: true})
    .filter(name => name.endsWith('.ts'))
    .map(name => name.slice(0, -3).split(sep).join('/'))
    .sort()
