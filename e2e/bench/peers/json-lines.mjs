import process from 'node:process'
import { createInterface } from 'node:readline'

/** Writes one JSON object as a line of standard output. */
export function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

/** Obeys JSON lines of standard input; ends the process with it. */
export function obey(handlers) {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', line => {
    const command = JSON.parse(line)
    handlers[command.do](command)
  })
  lines.on('close', () => process.exit(0))
}

/** Counts payload that came and payload that came for the first time, whatever the client makes of it. */
export function createReceiveCount() {
  const known = new Set()
  const count = { receivedBytes: 0, wastedBytes: 0 }
  return {
    count,
    onPiece: torrent => (piece, begin, block) => {
      const key = `${torrent} ${piece} ${begin}`
      count.receivedBytes += block.length
      if (known.has(key)) count.wastedBytes += block.length
      known.add(key)
    },
  }
}
