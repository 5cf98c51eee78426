import { readFileSync } from 'node:fs'
import castv2 from 'castv2'
import multicastDns from 'multicast-dns'
import type { Screen, ScreenMedia } from './chromecast-screen.ts'
import { openScreen } from './chromecast-screen.ts'

/**
 * A Chromecast as far as the protocol goes: found by mDNS, strict about virtual connections and what LOAD must hold, late
 * with its answers as real ones are. Arguments: name, address, port, key file, certificate file. It says what happens as
 * JSON lines; SIGUSR1 cuts all its connections, a line `reject` makes the next LOAD fail, `steal` has another program take it, `address A` tells that it is at A now, `ambient` makes it show its own pictures.
 */
const [name = 'Chromecast', address = '127.0.0.1', port = '8009', keyFile = '', certFile = ''] = process.argv.slice(2)
const ID = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)
const SERVICE = '_googlecast._tcp.local'
const INSTANCE = `Chromecast-${ID}.${SERVICE}`
const NS = { connection: 'urn:x-cast:com.google.cast.tp.connection', heartbeat: 'urn:x-cast:com.google.cast.tp.heartbeat', receiver: 'urn:x-cast:com.google.cast.receiver', media: 'urn:x-cast:com.google.cast.media', auth: 'urn:x-cast:com.google.cast.tp.deviceauth' }
const LAUNCH_MS = 300
const COMMANDS = 274_447
/** DeviceAuthMessage { response { signature, client_auth_certificate } } of cast_channel.proto, both of one byte. */
const AUTH_ANSWER = Buffer.from([0x12, 6, 0x0a, 1, 1, 0x12, 1, 1])
/** What shows a device's own pictures while nothing plays. */
const BACKDROP: Application = { appId: 'E8C28D3C', sessionId: 'backdrop', transportId: 'backdrop' }

type Json = Record<string, unknown>
interface Application { readonly appId: string; readonly sessionId: string; readonly transportId: string }

const say = (event: Json) => process.stdout.write(`${JSON.stringify(event)}\n`)
const server = new castv2.Server({ key: readFileSync(keyFile), cert: readFileSync(certFile) })
/** Virtual connections: `client|source|destination`. */
const connections = new Set<string>()
let application: Application | null = null
let volume = { level: 0.5, muted: false }
let screen: Screen | null = null
let media: (ScreenMedia & { readonly information: Json }) | null = null
let mediaSessionId = 0
let idleReason: string | null = null
let rejectNext = false
let starts = 0

const send = (client: string, source: string, destination: string, namespace: string, payload: Json) => {
  if (client in server.clients) server.send(client, source, destination, namespace, JSON.stringify(payload))
}
const broadcast = (source: string, namespace: string, payload: Json) => {
  for (const each of connections) {
    const [client = '', sender = '', destination] = each.split('|')
    if (destination === source) send(client, source, sender, namespace, payload)
  }
}
const receiverStatus = (requestId: unknown): Json => ({
  type: 'RECEIVER_STATUS', requestId,
  status: {
    applications: application === null ? [] : [{ ...application, displayName: 'Default Media Receiver', isIdleScreen: false, statusText: '', namespaces: Object.values(NS).map((each) => ({ name: each })) }],
    volume: { ...volume, controlType: 'master', stepInterval: 0.05 }, userEq: {},
  },
})
const playerState = () => {
  const state = screen?.state()
  return state === undefined || state === 'FINISHED' || state === 'ERROR' || state === 'LOADING' ? 'IDLE' : state
}
const mediaStatus = (requestId: unknown, whole: boolean): Json => {
  if (media === null) return { type: 'MEDIA_STATUS', requestId, status: [] }
  const state = screen?.state()
  const reason = idleReason ?? (state === 'FINISHED' ? 'FINISHED' : state === 'ERROR' ? 'ERROR' : null)
  return {
    type: 'MEDIA_STATUS', requestId,
    status: [{
      mediaSessionId, playbackRate: 1, playerState: reason === null ? playerState() : 'IDLE', currentTime: screen?.currentTime() ?? 0,
      supportedMediaCommands: COMMANDS | (media.live ? 1 : 3), volume: { level: 1, muted: false }, repeatMode: 'REPEAT_OFF',
      ...(reason === null ? {} : { idleReason: reason }),
      ...(reason === null && state === 'LOADING' ? { extendedStatus: { playerState: 'LOADING' } } : {}),
      ...(whole ? { media: media.information } : {}),
    }],
  }
}
const tellAll = () => {
  say({ event: 'state', state: screen?.state() ?? 'NONE', currentTime: screen?.currentTime() ?? 0 })
  if (application) broadcast(application.transportId, NS.media, mediaStatus(0, false))
  if (screen?.state() === 'ERROR' || screen?.state() === 'FINISHED') screen.close()
}

server.on('message', (client, source, destination, namespace, data) => {
  // Senders that ask for proof take any answer that is none of refusal: the certificate is the device's own.
  if (typeof data !== 'string') {
    if (namespace === NS.auth) server.send(client, destination, source, NS.auth, AUTH_ANSWER)
    return
  }
  const payload: unknown = JSON.parse(data)
  if (typeof payload !== 'object' || payload === null) return
  const message: Json = { ...payload }
  const key = `${client}|${source}|${destination}`
  if (namespace === NS.connection) {
    if (message['type'] === 'CONNECT') connections.add(key)
    if (message['type'] === 'CLOSE') connections.delete(key)
    return
  }
  if (namespace === NS.heartbeat) {
    if (message['type'] === 'PING') send(client, destination, source, NS.heartbeat, { type: 'PONG' })
    return
  }
  if (!connections.has(key)) return say({ event: 'dropped', why: 'no virtual connection', namespace, type: message['type'] })
  say({ event: 'message', type: message['type'], namespace })
  if (namespace === NS.receiver && destination === 'receiver-0') return receiver(client, source, message)
  if (namespace === NS.media && destination === application?.transportId) return mediaMessage(client, source, destination, message)
})
server.on('error', (error) => { say({ event: 'error', message: error.message }) })
// The library listens to no error of a connection and fails at half a message: a sender that hangs up would end the device.
process.on('uncaughtException', (error) => { say({ event: 'connectionBroke', message: error.message }) })

function receiver(client: string, source: string, message: Json) {
  const { requestId } = message
  const answer = (payload: Json) => send(client, 'receiver-0', source, NS.receiver, payload)
  switch (message['type']) {
    case 'GET_STATUS': return answer(receiverStatus(requestId))
    case 'LAUNCH': {
      if (message['appId'] !== 'CC1AD845') return answer({ type: 'LAUNCH_ERROR', requestId, reason: 'NOT_FOUND' })
      answer({ type: 'LAUNCH_STATUS', requestId, status: 'USER_ALLOWED', launchRequestId: requestId })
      setTimeout(() => {
        starts += 1
        if (application?.appId !== 'CC1AD845') application = { appId: 'CC1AD845', sessionId: `session-${starts}`, transportId: `web-${starts}` }
        answer(receiverStatus(requestId))
        broadcast('receiver-0', NS.receiver, receiverStatus(0))
      }, LAUNCH_MS)
      return undefined
    }
    case 'SET_VOLUME': {
      const wish: unknown = message['volume']
      if (typeof wish === 'object' && wish !== null) volume = { ...volume, ...wish }
      answer(receiverStatus(requestId))
      return broadcast('receiver-0', NS.receiver, receiverStatus(0))
    }
    case 'STOP': {
      if (message['sessionId'] !== application?.sessionId) return answer({ type: 'INVALID_REQUEST', requestId, reason: 'INVALID_SESSION_ID' })
      endApplication()
      return answer(receiverStatus(requestId))
    }
    default: return answer({ type: 'INVALID_REQUEST', requestId, reason: 'INVALID_COMMAND' })
  }
}

function endApplication() {
  const currentTime = screen?.currentTime() ?? 0
  screen?.close()
  screen = null
  media = null
  application = null
  say({ event: 'applicationEnded', currentTime })
  broadcast('receiver-0', NS.receiver, receiverStatus(0))
}

function mediaMessage(client: string, source: string, destination: string, message: Json) {
  const { requestId } = message
  const answer = (payload: Json) => send(client, destination, source, NS.media, payload)
  if (message['type'] === 'LOAD') return load(answer, message)
  if (message['type'] === 'GET_STATUS') return answer(mediaStatus(requestId, true))
  if (!screen || !media || message['mediaSessionId'] !== mediaSessionId || idleReason !== null) return answer({ type: 'INVALID_PLAYER_STATE', requestId })
  switch (message['type']) {
    case 'PLAY': screen.play(); break
    case 'PAUSE': screen.pause(); break
    case 'SEEK': {
      if (media.live) return answer({ type: 'INVALID_REQUEST', requestId, reason: 'INVALID_COMMAND' })
      screen.seek(Number(message['currentTime']))
      if (message['resumeState'] === 'PLAYBACK_PAUSE') screen.pause()
      if (message['resumeState'] === 'PLAYBACK_START') screen.play()
      break
    }
    case 'EDIT_TRACKS_INFO': void showTracks(message['activeTrackIds']); break
    case 'STOP': {
      idleReason = 'CANCELLED'
      screen.close()
      break
    }
    default: return answer({ type: 'INVALID_REQUEST', requestId, reason: 'INVALID_COMMAND' })
  }
  return answer(mediaStatus(requestId, false))
}

function load(answer: (payload: Json) => void, message: Json) {
  const { requestId } = message
  const wish: unknown = message['media']
  const information: Json = typeof wish === 'object' && wish !== null ? { ...wish } : {}
  const { contentId, contentType, streamType } = information
  if (typeof contentId !== 'string' || typeof contentType !== 'string' || typeof streamType !== 'string') return answer({ type: 'INVALID_REQUEST', requestId, reason: 'INVALID_PARAMS' })
  say({ event: 'load', contentId, contentType, streamType, currentTime: message['currentTime'] ?? 0, tracks: information['tracks'] ?? [] })
  if (screen && media && application) {
    idleReason = 'INTERRUPTED'
    broadcast(application.transportId, NS.media, mediaStatus(0, false))
    screen.close()
  }
  if (rejectNext) {
    rejectNext = false
    return answer({ type: 'LOAD_FAILED', requestId })
  }
  mediaSessionId += 1
  idleReason = null
  const duration = information['duration']
  media = { url: contentId, contentType, live: streamType === 'LIVE', durationSec: typeof duration === 'number' ? duration : null, information }
  let isAnswered = false
  screen = openScreen({
    media, startSec: Number(message['currentTime'] ?? 0), autoplay: message['autoplay'] !== false, say,
    onChange: () => {
      if (!isAnswered && screen?.state() === 'ERROR') answer({ type: 'LOAD_FAILED', requestId })
      isAnswered = true
      tellAll()
    },
  })
  answer(mediaStatus(requestId, true))
  void showTracks(message['activeTrackIds'])
}

/** Fetches the tracks that are to be shown; without a CORS header a receiver shows none. */
async function showTracks(ids: unknown) {
  say({ event: 'shows', shows: ids ?? [] })
  const tracks = Array.isArray(media?.information['tracks']) ? media.information['tracks'] : []
  for (const id of Array.isArray(ids) ? ids : []) {
    const track: Json = { ...tracks.find((each: Json) => each['trackId'] === id) }
    const answer = await fetch(String(track['trackContentId']), { headers: { origin: 'https://www.gstatic.com' } }).catch(() => null)
    const cors = answer?.headers.get('access-control-allow-origin') ?? null
    const text = await answer?.text() ?? ''
    const cues = [...text.matchAll(/^([\d:.]+) --> /gm)].map(([, begin]) => begin)
    say({ event: 'track', id, shown: answer?.status === 200 && cors !== null && text.replace(/^\ufeff/, '').startsWith('WEBVTT'), status: answer?.status ?? 0, cors, cues: text.split('-->').length - 1, firstCue: cues[0] ?? null, lastCue: cues.at(-1) ?? null })
  }
}

const records = (at: string, ttl: number) => ({
  answers: [{ name: SERVICE, type: 'PTR' as const, ttl, data: INSTANCE }],
  additionals: [
    { name: INSTANCE, type: 'SRV' as const, ttl, data: { port: Number(port), target: `${ID}.local`, priority: 0, weight: 0 } },
    { name: INSTANCE, type: 'TXT' as const, ttl, data: [`id=${ID}`, `fn=${name}`, 'md=Chromecast', 'ca=5', 've=05', 'rs='] },
    { name: `${ID}.local`, type: 'A' as const, ttl, data: at },
  ],
})
const announceAt = (at: string) => {
  const mdns = multicastDns({ interface: at, bind: '0.0.0.0', loopback: true })
  mdns.on('query', (query) => { if (query.questions?.some((question) => question.name === SERVICE)) mdns.respond(records(at, 120)) })
  mdns.on('ready', () => { mdns.respond(records(at, 120)) })
  mdns.on('error', (error: Error) => { say({ event: 'error', message: error.message }) })
  return { bye: (then: () => void) => { mdns.respond(records(at, 0), then) }, close: () => { mdns.destroy() } }
}
let announced = announceAt(address)

const cutAll = () => { for (const { socket } of Object.values(server.clients)) socket.destroy() }
process.on('SIGUSR1', () => { connections.clear(); cutAll() })
process.stdin.on('data', (chunk: Buffer) => {
  const wish = chunk.toString().trim()
  if (wish.startsWith('address ')) {
    announced.close()
    announced = announceAt(wish.slice('address '.length))
  }
  if (wish === 'reject') rejectNext = true
  if (wish === 'stopped') endApplication()
  if (wish === 'ambient') {
    endApplication()
    application = BACKDROP
    broadcast('receiver-0', NS.receiver, receiverStatus(0))
  }
  if (wish === 'steal') {
    say({ event: 'stolen', currentTime: screen?.currentTime() ?? 0 })
    screen?.close()
    screen = null
    application = { appId: 'YOUTUBE', sessionId: 'other', transportId: 'other' }
    broadcast('receiver-0', NS.receiver, receiverStatus(0))
  }
})
const end = () => announced.bye(() => { cutAll(); server.close(); process.exit(0) })
process.stdin.once('end', end)
process.on('SIGTERM', end)
// One in a network of its own may get another address.
server.listen(Number(port), address.startsWith('127.') ? address : '0.0.0.0', () => { say({ event: 'listening' }) })
