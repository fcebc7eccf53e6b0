/**
 * Process: the reference. Node's own HTTP server, which sends the same status, headers and bytes to everybody,
 * whatever they ask. BARE_ANSWER is a file: a line of JSON with the headers, then the body.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { HOST, PORT, BARE_ANSWER } = process.env
if (HOST === undefined || PORT === undefined || BARE_ANSWER === undefined) {
  throw new Error('Set HOST, PORT and BARE_ANSWER (a file: headers as a line of JSON, then the body).')
}
const answer = readFileSync(BARE_ANSWER)
const headLength = answer.indexOf('\n')
const headers = JSON.parse(answer.toString('utf8', 0, headLength)) as Record<string, string>
const body = answer.subarray(headLength + 1)

const server = createServer({ keepAliveTimeout: 65_000 }, (_request, response) => {
  response.writeHead(200, headers).end(body)
})
server.listen(Number(PORT), HOST)
process.once('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
})
