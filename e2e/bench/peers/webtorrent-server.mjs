// webtorrent's own client and HTTP server as its command line uses them. Plain JavaScript, so that the process measured
// holds no compiler.
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import WebTorrent from 'webtorrent'
import { createReceiveCount, obey, say } from './json-lines.mjs'

const [folder] = process.argv.slice(2)
// Only the peers it is told. uTP off: it would try that first and lose 5 s a peer in a swarm without it.
const client = new WebTorrent({ dht: false, tracker: false, lsd: false, natUpnp: false, natPmp: false, utp: false, maxConns: 100 })
const { server } = client.createServer({})
const received = createReceiveCount()

server.listen(0, '127.0.0.1', () => say({ event: 'ready' }))
obey({
  add: async ({ torrentPath, peers }) => {
    const torrent = client.add(await readFile(torrentPath), { path: folder })
    torrent.on('wire', wire => wire.on('piece', received.onPiece(torrent.infoHash)))
    torrent.on('infoHash', () => peers.forEach(peer => torrent.addPeer(peer)))
    torrent.on('ready', () => say({ event: 'listening', torrentPath, url: `http://127.0.0.1:${server.address().port}${torrent.files[0].streamURL}` }))
  },
  stats: ({ id }) => say({ event: 'stats', id, ...received.count }),
})
