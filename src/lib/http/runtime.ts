/** Bun and Deno have their own connections under node:net and node:http. */
export const isNode = !('deno' in process.versions || 'bun' in process.versions)
