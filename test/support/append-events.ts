// A separate process that appends events to a journal: node --import tsx append-events.ts FOLDER NAME COUNT
import {Journal} from '../../src/lib/journal/journal.js'

const [folder, name, count] = process.argv.slice(2)
const journal = new Journal(folder!, () => Date.UTC(2026, 0, 15))
for (let index = 0; index < Number(count); index++) {
  const reason = 'x'.repeat((index * 97) % 3000)
  await journal.append({event: 'state', task_id: `${name}-${index}`, status: 'processing', reason})
}
