/** Whole numbers that a JavaScript number may not hold exactly. */
const longInteger = /-?\d{16,}(?![\d.eE])/g

/** The index of the quote that ends the string whose opening quote is at `open`; the text's end if none does. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close !== -1) {
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close
    close = text.indexOf('"', close + 1)
  }
  return text.length
}

/** The text with every long integer under a key that ends in `id` put in quotes. */
function quoteLongIds(text: string): string {
  const parts: string[] = []
  let from = 0
  let underId = false
  while (from < text.length) {
    const quote = text.indexOf('"', from)
    const open = quote === -1 ? text.length : quote
    const between = text.slice(from, open)
    parts.push(underId ? between.replace(longInteger, '"$&"') : between)
    if (quote === -1) break
    const close = closingQuote(text, open)
    parts.push(text.slice(open, close + 1))
    underId = text.slice(Math.max(open + 1, close - 2), close).toLowerCase() === 'id'
    from = close + 1
  }
  return parts.join('')
}

/**
 * `JSON.parse` that keeps 64-bit ids: a number under a key such as `element_id` that a double cannot hold
 * comes back as its digits in a string, the other form that the API takes.
 */
export function parseLossless(text: string): unknown {
  // The engine checks the syntax of the text as it came; the second pass is only for the few with such ids.
  const value: unknown = JSON.parse(text)
  return /[iI][dD]"\s*:\s*\[?\s*-?\d{16}/.test(text) ? JSON.parse(quoteLongIds(text)) : value
}
