/** A prefix code: for each word of up to `width` bits its length and value, at all places that begin with it. */
export interface PrefixCode {
  width: number
  lengths: Uint8Array
  values: Uint8Array
}

/** @param words length and code of each value in turn; a length of 0 stands for a value that there is not */
function prefixCode(words: {length: number; code: number}[]): PrefixCode {
  const width = Math.max(...words.map(({length}) => length))
  const lengths = new Uint8Array(1 << width)
  const values = new Uint8Array(1 << width)
  for (const [value, {length, code}] of words.entries()) {
    if (length === 0) continue
    const first = code << (width - length)
    lengths.fill(length, first, first + (1 << (width - length)))
    values.fill(value, first, first + (1 << (width - length)))
  }
  return {width, lengths, values}
}

const zip = (lengths: number[], codes: number[]): {length: number; code: number}[] =>
  lengths.map((length, index) => ({length, code: codes[index]!}))

/** Table 9-5: `coeff_token`. A value is 4 × TotalCoeff + TrailingOnes. */
function coeffTokenCode(lengths: number[][], codes: number[][]): PrefixCode {
  const totalCoeffs = lengths[0]!.map((_, totalCoeff) => totalCoeff)
  return prefixCode(
    totalCoeffs.flatMap(totalCoeff =>
      lengths.map((row, trailingOnes) => ({
        length: row[totalCoeff]!,
        code: codes[trailingOnes]![totalCoeff]!,
      })),
    ),
  )
}

/** For nC below 2, 4 and 8; from there on the code has six bits. */
// prettier-ignore
export const coeffTokenCodes = [
  coeffTokenCode(
    [
      [1, 6, 8, 9, 10, 11, 13, 13, 13, 14, 14, 15, 15, 16, 16, 16, 16],
      [0, 2, 6, 8, 9, 10, 11, 13, 13, 14, 14, 15, 15, 15, 16, 16, 16],
      [0, 0, 3, 7, 8, 9, 10, 11, 13, 13, 14, 14, 15, 15, 16, 16, 16],
      [0, 0, 0, 5, 6, 7, 8, 9, 10, 11, 13, 14, 14, 15, 15, 16, 16],
    ],
    [
      [1, 5, 7, 7, 7, 7, 15, 11, 8, 15, 11, 15, 11, 15, 11, 7, 4],
      [0, 1, 4, 6, 6, 6, 6, 14, 10, 14, 10, 14, 10, 1, 14, 10, 6],
      [0, 0, 1, 5, 5, 5, 5, 5, 13, 9, 13, 9, 13, 9, 13, 9, 5],
      [0, 0, 0, 3, 3, 4, 4, 4, 4, 4, 12, 12, 8, 12, 8, 12, 8],
    ],
  ),
  coeffTokenCode(
    [
      [2, 6, 6, 7, 8, 8, 9, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14],
      [0, 2, 5, 6, 6, 7, 8, 9, 11, 11, 12, 12, 13, 13, 14, 14, 14],
      [0, 0, 3, 6, 6, 7, 8, 9, 11, 11, 12, 12, 13, 13, 13, 14, 14],
      [0, 0, 0, 4, 4, 5, 6, 6, 7, 9, 11, 11, 12, 13, 13, 13, 14],
    ],
    [
      [3, 11, 7, 7, 7, 4, 7, 15, 11, 15, 11, 8, 15, 11, 7, 9, 7],
      [0, 2, 7, 10, 6, 6, 6, 6, 14, 10, 14, 10, 14, 10, 11, 8, 6],
      [0, 0, 3, 9, 5, 5, 5, 5, 13, 9, 13, 9, 13, 9, 6, 10, 5],
      [0, 0, 0, 5, 4, 6, 8, 4, 4, 4, 12, 8, 12, 12, 8, 1, 4],
    ],
  ),
  coeffTokenCode(
    [
      [4, 6, 6, 6, 7, 7, 7, 7, 8, 8, 9, 9, 9, 10, 10, 10, 10],
      [0, 4, 5, 5, 5, 5, 6, 6, 7, 8, 8, 9, 9, 9, 10, 10, 10],
      [0, 0, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 10],
      [0, 0, 0, 4, 4, 4, 4, 4, 5, 6, 7, 8, 8, 9, 10, 10, 10],
    ],
    [
      [15, 15, 11, 8, 15, 11, 9, 8, 15, 11, 15, 11, 8, 13, 9, 5, 1],
      [0, 14, 15, 12, 10, 8, 14, 10, 14, 14, 10, 14, 10, 7, 12, 8, 4],
      [0, 0, 13, 14, 11, 9, 13, 9, 13, 10, 13, 9, 13, 9, 11, 7, 3],
      [0, 0, 0, 12, 11, 10, 9, 8, 13, 12, 12, 12, 8, 12, 10, 6, 2],
    ],
  ),
] as const

/** The same for chroma DC: nC is -1. */
// prettier-ignore
export const chromaDcCoeffTokenCode = coeffTokenCode(
  [[2, 6, 6, 6, 6], [0, 1, 6, 7, 8], [0, 0, 3, 7, 8], [0, 0, 0, 6, 7]],
  [[1, 7, 4, 3, 2], [0, 1, 6, 3, 3], [0, 0, 1, 2, 2], [0, 0, 0, 5, 0]],
)

/** Tables 9-7 and 9-8: `total_zeros`, by tzVlcIndex. */
// prettier-ignore
export const totalZerosCodes = [
  zip([1, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9], [1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 1]),
  zip([3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6], [7, 6, 5, 4, 3, 5, 4, 3, 2, 3, 2, 3, 2, 1, 0]),
  zip([4, 3, 3, 3, 4, 4, 3, 3, 4, 5, 5, 6, 5, 6], [5, 7, 6, 5, 4, 3, 4, 3, 2, 3, 2, 1, 1, 0]),
  zip([5, 3, 4, 4, 3, 3, 3, 4, 3, 4, 5, 5, 5], [3, 7, 5, 4, 6, 5, 4, 3, 3, 2, 2, 1, 0]),
  zip([4, 4, 4, 3, 3, 3, 3, 3, 4, 5, 4, 5], [5, 4, 3, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  zip([6, 5, 3, 3, 3, 3, 3, 3, 4, 3, 6], [1, 1, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  zip([6, 5, 3, 3, 3, 2, 3, 4, 3, 6], [1, 1, 5, 4, 3, 3, 2, 1, 1, 0]),
  zip([6, 4, 5, 3, 2, 2, 3, 3, 6], [1, 1, 1, 3, 3, 2, 2, 1, 0]),
  zip([6, 6, 4, 2, 2, 3, 2, 5], [1, 0, 1, 3, 2, 1, 1, 1]),
  zip([5, 5, 3, 2, 2, 2, 4], [1, 0, 1, 3, 2, 1, 1]),
  zip([4, 4, 3, 3, 1, 3], [0, 1, 1, 2, 1, 3]),
  zip([4, 4, 2, 1, 3], [0, 1, 1, 1, 1]),
  zip([3, 3, 1, 2], [0, 1, 1, 1]),
  zip([2, 2, 1], [0, 1, 1]),
  zip([1, 1], [0, 1]),
].map(prefixCode)

/** Table 9-9 (a): the same for chroma DC. */
export const chromaDcTotalZerosCodes = [
  zip([1, 2, 3, 3], [1, 1, 1, 0]),
  zip([1, 2, 2], [1, 1, 0]),
  zip([1, 1], [1, 0]),
].map(prefixCode)

/** Table 9-10: `run_before`, by zerosLeft. */
// prettier-ignore
export const runBeforeCodes = [
  zip([1, 1], [1, 0]),
  zip([1, 2, 2], [1, 1, 0]),
  zip([2, 2, 2, 2], [3, 2, 1, 0]),
  zip([2, 2, 2, 3, 3], [3, 2, 1, 1, 0]),
  zip([2, 2, 3, 3, 3, 3], [3, 2, 3, 2, 1, 0]),
  zip([2, 3, 3, 3, 3, 3, 3], [3, 0, 1, 3, 2, 5, 4]),
  zip([3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11], [7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
].map(prefixCode)

/** Table 9-4: `coded_block_pattern` of intra macroblocks, by codeNum. */
// prettier-ignore
export const codedBlockPatterns = [
  47, 31, 15, 0, 23, 27, 29, 30, 7, 11, 13, 14, 39, 43, 45, 46, 16, 3, 5, 10, 12, 19, 21, 26,
  28, 35, 37, 42, 44, 1, 2, 4, 8, 17, 18, 20, 24, 6, 9, 22, 25, 32, 33, 34, 36, 40, 38, 41,
] as const
