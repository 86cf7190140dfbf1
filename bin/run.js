#!/usr/bin/env node
// oclif 5 warns on Node 20, where it works; that is checked by the tests.
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
const {main} = await import('../dist/main.js')
await main(process.argv.slice(2))
