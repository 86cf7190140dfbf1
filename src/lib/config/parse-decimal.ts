/** A number from 0 as flags and settings write it, `4` or `2.5`; undefined for any other text. */
export function parseDecimal(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}
