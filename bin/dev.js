#!/usr/bin/env node
// Runs the sources without a build.
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
process.env.NODE_ENV = 'development'
void import('tsx/esm/api').then(async ({register}) => {
  register()
  const {start} = await import('../src/start.ts')
  await start(process.argv.slice(2))
})
