/** `--flag=true` and `--flag=false` as the parser knows them: `--flag`, `--no-flag` or nothing. */
export function normalizeBooleanFlags(
  argv: string[],
  flags: Record<string, {type: string; allowNo?: boolean}>,
): string[] {
  const end = argv.indexOf('--')
  return argv.flatMap((word, index) => {
    const [, name = '', value] = /^--([a-z-]+)=(true|false)$/.exec(word) ?? []
    const flag = flags[name]
    if (flag?.type !== 'boolean' || (end >= 0 && index > end)) return [word]
    if (value === 'true') return [`--${name}`]
    return flag.allowNo ? [`--no-${name}`] : []
  })
}
