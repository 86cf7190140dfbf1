// An API and a file host on loopback, in a separate process: `node transfer-server.js SIZE RATE BODY`. Results have
// SIZE bytes; each connection sends RATE bytes a second at most (0: as fast as it can); the first body that is posted
// is kept in the file BODY. Prints its address.
import {randomBytes} from 'node:crypto'
import {createWriteStream, existsSync} from 'node:fs'
import {createServer} from 'node:http'
import {setTimeout as delay} from 'node:timers/promises'

const [size, rate] = process.argv.slice(2, 4).map(Number)
const bodyFile = process.argv[4]
const piece = randomBytes(255 * 1024)

async function sendFile({headers: {range}}, response) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(from ?? 0)
  const end = to ? Math.min(Number(to) + 1, size) : size
  response.writeHead(range ? 206 : 200, {
    'content-length': end - start,
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    etag: '"film"',
    ...(range ? {'content-range': `bytes ${start}-${end - 1}/${size}`} : {}),
  })
  const began = performance.now()
  let wake = () => {}
  response.on('drain', () => wake()).on('close', () => wake())
  for (let at = start; at < end && !response.destroyed;) {
    const offset = at % piece.length
    const bytes = piece.subarray(offset, Math.min(piece.length, offset + end - at))
    at += bytes.length
    if (!response.write(bytes)) await new Promise(resolve => (wake = resolve))
    const early = rate ? ((at - start) / rate) * 1000 - (performance.now() - began) : 0
    if (early > 1) await delay(early)
  }
  response.end()
}

function answer(request, response) {
  const url = `http://${request.headers.host}/files/film.mp4`
  const task_result = {videos: [{id: '2', url, duration: '5.1'}]}
  const data = {task_id: '1', task_status: request.method === 'POST' ? 'submitted' : 'succeed', task_result}
  response.writeHead(200, {'content-type': 'application/json'})
  response.end(JSON.stringify({code: 0, message: 'SUCCEED', request_id: '3', data}))
}

const server = createServer({highWaterMark: 1024 * 1024}, (request, response) => {
  if (request.url.startsWith('/files/')) return sendFile(request, response)
  request.on('end', () => answer(request, response))
  if (request.method === 'POST' && bodyFile && !existsSync(bodyFile))
    request.pipe(createWriteStream(bodyFile))
  else request.resume()
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
