// An API with tasks that end one after another within a minute of the first query, in a separate process:
// `node tasks-server.js FILE`, where FILE holds their ids, the oldest first. Prints its address; GET /calls is the
// number of calls.
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'

const ids = JSON.parse(readFileSync(process.argv[2], 'utf8')).reverse()
const endAfterMs = 58_000
let calls = 0
let begin

function show(id, index) {
  const isDone = performance.now() - begin >= ((ids.length - index) / ids.length) * endAfterMs
  return {task_id: id, task_status: isDone ? 'succeed' : 'processing', created_at: 1, updated_at: 1}
}

const server = createServer((request, response) => {
  const {pathname, searchParams} = new URL(request.url, 'http://localhost')
  if (pathname === '/calls') return response.end(String(calls))
  calls++
  begin ??= performance.now()
  const size = Number(searchParams.get('pageSize'))
  const from = (Number(searchParams.get('pageNum')) - 1) * size
  const id = pathname.split('/').at(-1)
  const data = size
    ? ids.slice(from, from + size).map((shown, index) => show(shown, from + index))
    : show(id, ids.indexOf(id))
  response.writeHead(200, {'content-type': 'application/json'})
  response.end(JSON.stringify({code: 0, message: 'SUCCEED', request_id: '1', data}))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
