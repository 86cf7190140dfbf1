// Preloaded into the program with --import: what it waits for by itself (polls, back-offs, stalls) passes fifty
// times as fast. Clocks and the limit of one request stay as they are.
const {setTimeout: wait} = globalThis
const speed = 50

globalThis.setTimeout = (work, ms, ...more) => wait(work, ms / speed, ...more)
