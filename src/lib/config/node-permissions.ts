/** Facts about Node's permission model, each tried on Node 20, 22, 24 and 26. */

/** The first number of `process.version`. */
export const majorOf = (nodeVersion: string): number => parseInt(nodeVersion.replace(/^v/, ''))

/** The permission model closes the network from this version on. */
export const closesNetwork = 25

/** The flag that switches the permission model on. */
export const permissionFlag = (nodeVersion: string): string =>
  majorOf(nodeVersion) < 22 ? '--experimental-permission' : '--permission'
