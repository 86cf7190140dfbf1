/** Whole numbers that a JavaScript number may not hold exactly. */
const longInteger = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

/** The index of the quote that ends the string whose opening quote is at `open`. */
function closingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close
  }
  return text.length
}

/** The text with every long integer in quotes. Strings are stepped over, whatever their size. */
function quoteLongIntegers(text: string): string {
  const parts: string[] = []
  for (let from = 0; from < text.length;) {
    const quote = text.indexOf('"', from)
    const open = quote === -1 ? text.length : quote
    parts.push(text.slice(from, open).replace(longInteger, '"$&"'))
    from = closingQuote(text, open) + 1
    parts.push(text.slice(open, from))
  }
  return parts.join('')
}

/**
 * Parses JSON without rounding: integers of 16 digits and more become strings of digits, since ids of the API
 * go past 2^53. Strings are left as they are.
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  // The engine checks the text as it came: quotes would make a key of a number.
  const value: unknown = JSON.parse(text)
  return /\d{16}/.test(text) ? JSON.parse(quoteLongIntegers(text)) : value
}
