#!/usr/bin/env -S node --import tsx
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
process.env.NODE_ENV = 'development'
const {main} = await import('../src/main.ts')
await main(process.argv.slice(2))
