import satisfies from 'semver/functions/satisfies.js'
import gtr from 'semver/ranges/gtr.js'
import validRange from 'semver/ranges/valid.js'
import {KlingError} from '../errors/kling-error.js'
import {t} from '../i18n/translate.js'

/** The parts of a plugin's package.json that say for which `kling` it was built. */
export interface BuiltFor {
  name: string
  version?: string
  peerDependencies?: Record<string, string>
}

/**
 * Whether a plugin fits this `kling`: `peerDependencies["kling-cli"]` of its package.json is a range of versions of
 * the program, and before 1.0 a caret means the minor version. Without a range a plugin fits.
 * @returns undefined, or the error `plugin_incompatible` to throw
 */
export function checkCompatible(hostVersion: string, plugin: BuiltFor): KlingError | undefined {
  const range: unknown = plugin.peerDependencies?.['kling-cli']
  if (typeof range !== 'string') return undefined
  const who = plugin.version ? `${plugin.name} ${plugin.version}` : plugin.name
  if (validRange(range) === null) {
    return new KlingError(
      'plugin_incompatible',
      t`${who} does not declare which kling it was built for: ${JSON.stringify(range)} is not a version range.`,
      {hint: t`Ask its author to set peerDependencies["kling-cli"] to a range such as "^${hostVersion}".`},
    )
  }
  // A pre-release of this version is this version, for trying it out.
  if (satisfies(hostVersion, range, {includePrerelease: true})) return undefined
  return new KlingError(
    'plugin_incompatible',
    t`${who} was built for kling ${range}; this is kling ${hostVersion}.`,
    {
      hint: gtr(hostVersion, range)
        ? t`Install a newer version with: kling plugins install ${plugin.name}@latest`
        : t`Update kling with: npm install --global "kling-cli@${range}"`,
    },
  )
}
