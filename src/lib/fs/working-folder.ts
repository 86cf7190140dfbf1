/** The folder in which the program was started; empty once it was deleted: then only absolute paths lead anywhere. */
export function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}
