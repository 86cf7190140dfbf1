/** The words of a command line among which flags stand: what follows `--` is none. */
export function flagWords(argv: string[]): string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}
