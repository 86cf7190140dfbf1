#!/usr/bin/env node
// oclif 5 warns on Node 20, where it works; that is checked by the tests.
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
// The frameworks' own debug output shows arguments, and a secret may be one: --debug is ours, and shows none.
delete process.env.DEBUG
const {start} = await import('../dist/start.js')
await start(process.argv.slice(2))
