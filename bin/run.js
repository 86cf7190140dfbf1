#!/usr/bin/env node
// oclif 5 warns on Node 20, where it works; that is checked by the tests.
process.env.OCLIF_DISABLE_ENGINE_WARNING = '1'
// The frameworks' own debug output shows arguments, and a secret may be one: --debug is the one of kling, and shows none.
delete process.env.DEBUG
const argv = process.argv.slice(2)
// A press of Tab is answered without the rest of the program.
if (argv[0] === '__complete') void require('../dist/completion.cjs').printCompletion(argv.slice(1))
else void require('../dist/launcher.cjs').launch(argv)
