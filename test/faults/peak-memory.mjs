// Preloaded into the program with --import: writes the most memory that it ever had (KiB) to PEAK_MEMORY.
import {readFileSync, writeFileSync} from 'node:fs'

/** On Linux `maxRSS` begins with the memory of the process that started this one: the tests' own. */
function peak() {
  try {
    return /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  } catch {
    return process.resourceUsage().maxRSS
  }
}

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY, String(peak())))
