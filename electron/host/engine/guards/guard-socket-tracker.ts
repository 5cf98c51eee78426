import http from 'node:http'
import https from 'node:https'
import WebSocketTracker from 'bittorrent-tracker/websocket-tracker'
import type { SocketTracker } from 'bittorrent-tracker/websocket-tracker'
import { isLocalAddress } from '../../../../shared/torrent/address.ts'
import type { OnRefusal } from './guard-wire-class.ts'
import type { WayOut } from '../way-out.ts'
import { wayOf } from './tracker-way.ts'
import type { Bucket } from './message-budget.ts'
import { createBucket } from './message-budget.ts'
import type { Resolve } from './outside-lookup.ts'
import type { SocketLookup } from './outside-lookup.ts'
import { createOutsideLookup } from './outside-lookup.ts'
import { readSocketMessage } from './socket-tracker-message.ts'

/** A tracker of a busy torrent passes on some offers a second; each one costs us a connection attempt. */
const MESSAGES = { burst: 60, perSec: 2 } as const

/**
 * WebSocket trackers: connections go only where the name may lead, what the server sends is read by readSocketMessage and counted, and nothing it
 * sends can throw into the socket. nowMs is a clock that never jumps back.
 */
export function guardSocketTracker(resolveName: Resolve, onRefusal: OnRefusal, nowMs: () => number): void {
  const { prototype } = WebSocketTracker
  const { _openSocket: openSocket, _onSocketData: onSocketData } = prototype
  const lookup = createOutsideLookup(resolveName)
  const agents = new WeakMap<object, SocketAgents>()
  const agentsOf = (way: WayOut | null) => {
    const owner = way ?? prototype
    const known = agents.get(owner) ?? createAgents(lookup, way)
    agents.set(owner, known)
    return known
  }
  const buckets = new WeakMap<SocketTracker, Bucket>()
  let lastConnection: unknown = null

  prototype._openSocket = function () {
    // When its last connection closes, the WebRTC library takes itself apart in the middle of the program, measured at up to 10 s in which
    // nothing else runs. One connection that never connects to anybody stays open, so that this never happens.
    lastConnection ??= this._createPeer()
    // The library takes the agents for its sockets from the place meant for proxies, and looks there only while it opens one.
    const before = this.client._proxyOpts
    this.client._proxyOpts = agentsOf(wayOf(this.client))
    try {
      openSocket.call(this)
    } finally {
      this.client._proxyOpts = before
    }
  }
  prototype._onSocketData = function (message) {
    if (!bucketOf(buckets, this).spend(nowMs())) return
    const read = readSocketMessage(message, isLocalAddress(new URL(this.announceUrl).hostname))
    if (!read.ok) return void this.client.emit('warning', new Error(read.error.message))
    try {
      onSocketData.call(this, Buffer.from(JSON.stringify(read.value)))
    } catch (thrown) {
      onRefusal('exception', thrown)
      this.client.emit('warning', new Error('the tracker sent a message that makes no sense'))
    }
  }
}

interface SocketAgents { readonly httpAgent: http.Agent; readonly httpsAgent: https.Agent; readonly socksProxy: null }

/** Their sockets end with the way they were opened on. */
function createAgents(lookup: SocketLookup, way: WayOut | null): SocketAgents {
  const httpAgent = new http.Agent({ lookup })
  const httpsAgent = new https.Agent({ lookup })
  for (const agent of [httpAgent, httpsAgent]) {
    const connect = agent.createConnection.bind(agent)
    agent.createConnection = (options, done) => {
      const socket = connect(options, done)
      if (socket) way?.track(socket)
      return socket
    }
  }
  return { httpAgent, httpsAgent, socksProxy: null }
}

function bucketOf(buckets: WeakMap<SocketTracker, Bucket>, tracker: SocketTracker): Bucket {
  const bucket = buckets.get(tracker) ?? createBucket(MESSAGES)
  buckets.set(tracker, bucket)
  return bucket
}
