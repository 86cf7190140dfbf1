/** How a character that may not be seen is told: `U+200B`. */
export const formatCodePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
