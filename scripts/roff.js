// Writes man pages in roff: man(7) macros that groff and mandoc both know, in ASCII alone.

const glyphs = {'\\': '\\e', '-': '\\-', '~': '\\(ti', '^': '\\(ha', '`': '\\(ga', "'": '\\(aq', '"': '\\(dq'}

/** Chinese has no blanks: a line may end after each of its signs, but not before a mark. */
const mayEndAfter = (glyph, next) =>
  /[\u3000-\u9fff\uff00-\uffef]/.test(glyph) && next !== undefined && !/[\s，。、：；！？）》」]/.test(next)

/** Text as roff shows it, letter by letter: hyphens that can be copied, no macro from a leading dot. */
export function escape(text) {
  return text
    .replace(/[\\~^`'"-]/g, glyph => glyphs[glyph])
    .replace(/[^\x20-\x7e\n]/gu, (glyph, index, line) => {
      const code = glyph.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')
      return `\\[u${code}]${mayEndAfter(glyph, line[index + 1]) ? '\\:' : ''}`
    })
    .replace(/^\./gm, '\\&.')
}

export const bold = text => `\\fB${escape(text)}\\fR`
/** A word to be replaced; where it is `one|two|three`, a line may end after each. */
export const italic = text => `\\fI${escape(text).replaceAll('|', '|\\:')}\\fR`

/** Text of Markdown's kind: `code` is bold, a [link](target) is its text. */
export const prose = text =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split('`')
    .map((part, index) => (index % 2 ? bold(part) : escape(part)))
    .join('')

export const section = title => `.SH ${escape(title)}`
export const subsection = title => `.SS ${escape(title)}`
export const paragraphs = list => list.join('\n.PP\n')

/** A term and, indented below it, what is said of it; both are roff already. */
export const item = (term, roff) => `.TP\n${term}\n${roff || '\\&'}`

/** Lines as they are, indented. */
export const example = text => `.RS 4\n.EX\n${escape(text)}\n.EE\n.RE`
