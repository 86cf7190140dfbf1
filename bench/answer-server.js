// A server that takes every task, in a separate process: prints its address.
import {createServer} from 'node:http'

const data = {task_id: '1', task_status: 'submitted'}
const answer = JSON.stringify({code: 0, message: 'SUCCEED', request_id: '1', data})

const server = createServer((request, response) =>
  request.resume().on('end', () => {
    response.writeHead(200, {'content-type': 'application/json'})
    response.end(answer)
  }),
)
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
