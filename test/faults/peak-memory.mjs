// Preloaded into the program with --import: writes the most memory that it ever had (KiB) to PEAK_MEMORY.
import {writeFileSync} from 'node:fs'

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY, String(process.resourceUsage().maxRSS)))
