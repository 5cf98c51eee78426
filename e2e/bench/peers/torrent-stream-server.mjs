// torrent-stream behind the server that peerflix puts before it: one range, the file's own read stream.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import process from 'node:process'
import torrentStream from 'torrent-stream'
import { createReceiveCount, obey, say } from './json-lines.mjs'

const [folder] = process.argv.slice(2)
const received = createReceiveCount()
const files = []

const server = createServer((request, response) => {
  const file = files[Number(request.url.slice(1))]
  const begin = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const end = file.length - 1
  response.writeHead(206, { 'Accept-Ranges': 'bytes', 'Content-Length': end - begin + 1, 'Content-Range': `bytes ${begin}-${end}/${file.length}`, 'Content-Type': 'video/mp4' })
  const reading = file.createReadStream({ start: begin, end })
  response.on('close', () => reading.destroy())
  reading.pipe(response)
})

server.listen(0, '127.0.0.1', () => say({ event: 'ready' }))
obey({
  add: async ({ torrentPath, peers }) => {
    const engine = torrentStream(await readFile(torrentPath), { path: `${folder}/${files.length}`, tmp: folder, dht: false, tracker: false, connections: 100, verify: true })
    engine.on('ready', () => {
      engine.swarm.on('wire', wire => wire.on('piece', received.onPiece(engine.infoHash)))
      engine.files[0].select()
      const place = files.push(engine.files[0]) - 1
      peers.forEach(peer => engine.connect(peer))
      say({ event: 'listening', torrentPath, url: `http://127.0.0.1:${server.address().port}/${place}` })
    })
  },
  stats: ({ id }) => say({ event: 'stats', id, ...received.count }),
})
