/** A caption's type sizes to try, largest first, each with the lines a page may have at that size. */
export interface CaptionStep {
  fontSize: number
  lines: number
}

export interface CaptionBox {
  /** Longest line in pixels. */
  width: number
  steps: readonly CaptionStep[]
  /** How many pages the clip has time for. */
  pages: number
}

export interface CaptionLayout {
  fontSize: number
  pages: string[][]
  /** The text did not fit in its pages and ends in an ellipsis. */
  cut: boolean
}

/** Gives the width in pixels of a piece of text set at one pixel. */
export type MeasureText = (text: string) => number

// A line may be broken before and after each of these scripts' characters.
const IDEOGRAPHIC = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef`
const TOKENS = new RegExp(`[${IDEOGRAPHIC}]|[^\\s${IDEOGRAPHIC}]+|\\s+`, 'gu')
const NEVER_FIRST =
  /^[\p{Pe}\p{Pf}，。、！？；：…‥·ー々〻ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％,.!?;:'"”’]+$/u
const NEVER_LAST = /^[\p{Ps}\p{Pi}“‘]+$/u
const ELLIPSIS = '…'

/**
 * Breaks a text ("\n" between paragraphs) into lines and pages: at the largest size where it fits on one page,
 * otherwise at the largest where it fits in the pages there are, otherwise at the smallest, cut with an ellipsis.
 */
export function layOutCaption(text: string, box: CaptionBox, measure: MeasureText): CaptionLayout {
  const measureOnce = memoize(measure)
  const tried = box.steps.map(({fontSize, lines}) => ({
    fontSize,
    pages: paginate(breakLines(text, box.width / fontSize, measureOnce), lines),
  }))
  const fitting =
    tried.find(({pages}) => pages.length <= 1) ?? tried.find(({pages}) => pages.length <= box.pages)
  if (fitting?.pages.length === 1) {
    const {fontSize, pages} = fitting
    return {
      fontSize,
      pages: [balanceLines(text, box.width / fontSize, pages[0]!.length, measureOnce)],
      cut: false,
    }
  }

  if (fitting) return {...fitting, cut: false}

  const smallest = tried.at(-1)!
  const pages = smallest.pages.slice(0, box.pages)
  const lastPage = pages.at(-1)!
  lastPage.push(endWithEllipsis(lastPage.pop()!, box.width / smallest.fontSize, measureOnce))
  return {fontSize: smallest.fontSize, pages, cut: true}
}

/** Shortens one line so that it fits, marking the cut with an ellipsis. */
export function fitLine(text: string, width: number, measure: MeasureText): string {
  return measure(text) <= width ? text : endWithEllipsis(text, width, measure)
}

function endWithEllipsis(line: string, width: number, measure: MeasureText): string {
  const characters = [...line.replace(/[\s\p{P}]+$/u, '')]
  while (characters.length > 0 && measure(characters.join('') + ELLIPSIS) > width) characters.pop()
  return characters.join('') + ELLIPSIS
}

/** Breaks into the same number of lines, as even in length as can be: no single word on the last one. */
function balanceLines(text: string, width: number, count: number, measure: MeasureText): string[] {
  let narrow = width / 2
  let wide = width
  for (let step = 0; step < 7; step++) {
    const middle = (narrow + wide) / 2
    if (breakLines(text, middle, measure).length > count) narrow = middle
    else wide = middle
  }

  return breakLines(text, wide, measure)
}

function paginate(lines: string[], linesPerPage: number): string[][] {
  const count = Math.ceil(lines.length / linesPerPage)
  // Even pages read better than a full one followed by a single line.
  const each = Math.ceil(lines.length / Math.max(1, count))
  return Array.from({length: count}, (_, page) => lines.slice(page * each, (page + 1) * each))
}

function breakLines(text: string, width: number, measure: MeasureText): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    let lineWidth = 0
    for (const unit of unbreakableUnits(paragraph).flatMap(unit => splitLongUnit(unit, width, measure))) {
      const unitWidth = measure(unit)
      if (lineWidth + measure(unit.trimEnd()) > width && line.trim() !== '') {
        lines.push(line.trimEnd())
        line = ''
        lineWidth = 0
      }

      if (line === '' && unit.trim() === '') continue
      line += unit
      lineWidth += unitWidth
    }

    if (line.trim() !== '') lines.push(line.trimEnd())
  }

  return lines
}

/** Words and ideographs, with the punctuation that must not be parted from them. */
function unbreakableUnits(paragraph: string): string[] {
  const units: string[] = []
  let glued = false
  for (const [token] of paragraph.matchAll(TOKENS)) {
    if (units.length > 0 && (glued || NEVER_FIRST.test(token))) units[units.length - 1] += token
    else units.push(token)
    glued = NEVER_LAST.test(token)
  }

  return units
}

/** A unit longer than a line (a URL, a row of exclamation marks) is broken anywhere. */
function splitLongUnit(unit: string, width: number, measure: MeasureText): string[] {
  if (measure(unit.trimEnd()) <= width) return [unit]
  const parts: string[] = []
  let part = ''
  for (const character of unit) {
    if (part !== '' && measure(part + character) > width) {
      parts.push(part)
      part = ''
    }

    part += character
  }

  return [...parts, part]
}

function memoize(measure: MeasureText): MeasureText {
  const widths = new Map<string, number>()
  return text => {
    let width = widths.get(text)
    if (width === undefined) {
      width = measure(text)
      widths.set(text, width)
    }

    return width
  }
}
