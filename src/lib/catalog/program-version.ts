/** Whether a version is newer than another; what follows a hyphen does not count. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map(text =>
    text
      .split('-')[0]!
      .split('.')
      .map(part => Number(part) || 0),
  )
  for (const index of [0, 1, 2]) {
    const difference = (a![index] ?? 0) - (b![index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}
