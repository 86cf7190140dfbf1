/**
 * Parses JSON without rounding: integers of 16 digits and more become strings of digits, since ids of the API
 * go past 2^53. Strings are left as they are.
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, token => (token.startsWith('"') ? token : `"${token}"`)),
  )
}
