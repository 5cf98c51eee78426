import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Datagram, HttpAnswer } from '../hostile-messages.ts'
import { linkAnswers, socketMessages, trackerAnswers, udpAnswers, webSeedAnswers } from '../hostile-messages.ts'
import { acceptUpgrade, textFrame } from '../../web-socket-frames.ts'
import { PUBLIC } from './addresses.ts'

/** A public site that answers everything in a hostile way: trackers, web seeds and links by the id in the path. */
export interface PublicSite {
  /** Ids that were asked for so far. */
  readonly asked: () => ReadonlySet<string>
  /** Port the program told the tracker of the target torrent; null until it did. */
  readonly torrentPort: () => number | null
  /** Info hashes by id, for messages that must name them. */
  readonly infoHashes: Map<string, string>
}

export const SITE = `http://${PUBLIC.site}`
export const UDP_PORT = 7000
export const udpTracker = (n: number) => `udp://${PUBLIC.site}:${String(UDP_PORT + n)}`

export async function startPublicSite(): Promise<PublicSite> {
  const asked = new Set<string>()
  const infoHashes = new Map<string, string>()
  let torrentPort: number | null = null
  const answers = new Map([...trackerAnswers(), ...webSeedAnswers(), ...linkAnswers()].map((answer) => [answer.id, answer]))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', SITE)
    const [, , id = ''] = url.pathname.split('/')
    if (url.pathname.startsWith('/target/')) torrentPort = Number(url.searchParams.get('port'))
    asked.add(id)
    send(response, answers.get(id))
  })
  server.on('upgrade', (request, socket: Duplex) => {
    const [, , id = ''] = (request.url ?? '').split('/')
    asked.add(id)
    acceptUpgrade(socket, String(request.headers['sec-websocket-key']))
    socket.resume()
    const message = socketMessages().find((each) => each.id === id)
    const binaryHash = JSON.stringify(Buffer.from(infoHashes.get(id) ?? '', 'hex').toString('latin1')).slice(1, -1)
    if (message) socket.write(textFrame(message.text.replace('HASH', binaryHash)))
  })
  server.listen(80, PUBLIC.site)
  await once(server, 'listening')
  await Promise.all(udpAnswers().map((answer, n) => startUdpTracker(answer, UDP_PORT + n, asked)))
  return { asked: () => asked, torrentPort: () => torrentPort, infoHashes }
}

function send(response: ServerResponse, answer: HttpAnswer | undefined): void {
  if (answer === undefined) return void response.end('d8:intervali1800e5:peers0:e')
  if (answer.body === 'silent') return
  response.writeHead(answer.status ?? 200, { ...answer.headers })
  if (answer.body !== 'endless') return void response.end(answer.body)
  const talk = () => { while (!response.destroyed && response.write(Buffer.alloc(65_536))); }
  response.on('drain', talk)
  talk()
}

/** Answers the first question as the protocol says (BEP 15), the next with the hostile datagram; both times with the asker's transaction. */
async function startUdpTracker({ id, bytes }: Datagram, port: number, asked: Set<string>): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    asked.add(id)
    const answer = Buffer.from(question.length === 16 && /^U0[1-4]$/.test(id) ? bytes : question.length === 16 ? Buffer.alloc(16) : bytes)
    if (answer.length >= 8 && id !== 'U02') question.copy(answer, 4, 12, 16)
    socket.send(answer, from.port, from.address)
  })
  socket.bind(port, PUBLIC.site)
  await once(socket, 'listening')
}
