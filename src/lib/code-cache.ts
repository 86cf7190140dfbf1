const key = Symbol.for('kling-cli.code-cache')
const place = globalThis as {[key]?: string}

/** Tells the program where V8's compiled code of it is kept; called by boot.ts, which is no part of the bundle. */
export function setCodeCache(file: string): void {
  place[key] = file
}

/** The file with V8's compiled code of the program; undefined where it runs without one. */
export const codeCache = (): string | undefined => place[key]
