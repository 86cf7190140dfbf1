// `npm test`: installs and builds what is needed, then runs all tests on the pinned Node.
// Words behind `npm test --` go to mocha, such as -g PATTERN.
import {join} from 'node:path'
import {ensureInstalled, environment, pinnedNode, root, runOrExit} from './ensure-installed.js'

ensureInstalled()
const env = environment()
runOrExit(pinnedNode(), ['scripts/build.js'], {env})
const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
runOrExit(pinnedNode(), [mocha, '--reporter', 'test/support/reporter.cjs', ...process.argv.slice(2)], {env})
