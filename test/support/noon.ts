/** A time zone in which it is about noon: a minute ago was today, and so is the next hour. */
export function noon(): string {
  const offset = 12 - new Date().getUTCHours()
  return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
}
