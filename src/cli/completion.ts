import {complete} from '../lib/completion/complete.js'
import {exitCodeOf} from '../lib/errors/codes.js'
import {setLanguage} from '../lib/config/set-language.js'
import {completionText} from '../lib/completion/print.js'
import {fileSources} from '../lib/completion/sources.js'
import {foldersOf} from '../lib/config/folders.js'
import {programRoot} from '../lib/config/program-root.js'

/**
 * Answers a press of Tab: `kling __complete INDEX WORD…`, with the words after `kling` and the number of the one
 * under the cursor. It is called by the shells' scripts, so it loads next to nothing and never says an error.
 */
export async function printCompletion([index = '', ...words]: string[]): Promise<void> {
  try {
    const folders = foldersOf({env: process.env})
    // What `--lang` is to be may be what is being typed.
    setLanguage([], folders.configDir)
    const completion = await complete(words, Number(index), fileSources(programRoot, folders))
    process.stdout.on('error', ({code}: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') process.exitCode = exitCodeOf('write_error')
    })
    process.stdout.write(completionText(completion))
  } catch {
    // Nothing to offer.
  }
}
