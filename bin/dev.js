#!/usr/bin/env node
// Runs the sources without a build.
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
process.env.NODE_ENV = 'development'
void import('tsx/esm/api').then(async ({register}) => {
  register()
  const [{main}, {dropRelativeFolders, foldersOf}] = await Promise.all([
    import('../src/cli/main.ts'),
    import('../src/lib/config/folders.ts'),
  ])
  dropRelativeFolders(process.env)
  const folders = foldersOf({env: process.env})
  await main(process.argv.slice(2), folders)
})
