import { mergeAll, sizeOf } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { PeerDetail, Stall, StreamDetail, StreamStatus } from '../../../shared/torrent/snapshot.ts'
import { haveRuns } from '../../../shared/window/blocks.ts'
import { bitrateNear, cushionSec, forecast, isCompleteFrom, jumpSec } from '../../../shared/window/forecast.ts'
import { drawWindow } from '../../../shared/window/picture.ts'
import type { WindowPlan } from '../../../shared/window/plan-window.ts'
import { isKeyFrameKnown, secAt } from '../../../shared/window/time-map.ts'
import type { TimeMap } from '../../../shared/window/time-map.ts'
import type { PeerStat } from './block-scheduler.ts'
import type { FileWindow } from './file-window.ts'
import { neededForPicture, waitedReads } from './needed-now.ts'
import type { Need } from './needed-now.ts'
import type { TorrentContent } from './torrent-content.ts'

export interface StatusInput {
  readonly streamId: string
  readonly infoHash: StreamStatus['infoHash']
  readonly content: TorrentContent
  readonly window: FileWindow
  readonly uploadBytesPerSec: number
  /** Milliseconds without any connected peer; 0 while there is one. */
  readonly alone: number
  readonly nowMs: number
}

/** The rate that sentences and forecasts use: long enough to be calm, short enough to be true. */
const RATE_MS = 3000
const PICTURE_CHARS = 200

/** What is behind the status, for those who look closely. */
export function streamDetail({ streamId, content, window, nowMs }: Pick<StatusInput, 'streamId' | 'content' | 'window' | 'nowMs'>): StreamDetail {
  const { table, scheduler } = content
  const plan = window.lastPlan()
  const peers = scheduler.peers().map(peerDetail).toSorted((a, b) => b.downloadBytesPerSec - a.downloadBytesPerSec || b.queue - a.queue)
  return {
    streamId,
    picture: plan ? drawWindow(table.geometry, window.bytes, { get: table.isVerified }, plan.ranges, PICTURE_CHARS) : '',
    why: plan?.why ?? '',
    cursors: window.cursors.list(nowMs).slice(0, 64).map(({ offsetBytes, waiting }) => ({ offsetBytes, waiting })),
    peers: peers.slice(0, DETAILED_PEERS),
  }
}

/** What comes now, not what the scheduler expects of it; a peer that is asked for nothing holds nothing back. */
function peerDetail({ id, address, inFlight, choking, wire }: PeerStat): PeerDetail {
  return { id, address: address.slice(0, 64), downloadBytesPerSec: Math.round(wire.downloadSpeed()), queue: inFlight, holdsBack: choking && wire.amInterested }
}

/** More than fit on a screen. */
const DETAILED_PEERS = 50

/** What the page draws for one stream, twice a second. */
export function streamStatus({ streamId, infoHash, content, window, uploadBytesPerSec, alone, nowMs }: StatusInput): StreamStatus {
  const { table, scheduler } = content
  const playhead = window.playhead()
  const map = window.timeMap()
  const verified = inFile(haveRuns(table.geometry, { get: table.isVerified }, window.bytes), window)
  const downloadBytesPerSec = scheduler.rateBytesPerSec(RATE_MS)
  const timeSec = playhead?.timeSec ?? 0
  const plan = window.lastPlan()
  const cursors = window.cursors.list(nowMs)
  const pointed = window.pointedSec()
  return {
    streamId,
    infoHash,
    fileIndex: window.file.index,
    peers: scheduler.peers().length,
    downloadBytesPerSec,
    uploadBytesPerSec,
    cushionSec: map ? cushionSec(map, verified, timeSec) : 0,
    complete: map ? isCompleteFrom(map, verified, timeSec) : sizeOfAll(verified) === window.file.lengthBytes,
    bitrateBytesPerSec: map ? bitrateNear(map, timeSec) : null,
    forecast: map && playhead ? forecast({ timeMap: map, timeSec, rate: playhead.rate, downloadBytesPerSec, verified }) : { kind: 'unknown' },
    jump: map && pointed !== null ? { timeSec: pointed, inSec: jumpSec({ timeMap: map, downloadBytesPerSec, verified }, pointed), isGuess: !isKeyFrameKnown(map, pointed) } : null,
    verifiedSec: map ? verified.slice(0, 2000).map((part) => inSeconds(map, part)) : [],
    windowSec: map && plan ? wantedNow(plan).slice(0, 16).map((part) => inSeconds(map, part)) : [],
    stall: stallOf({ content, window, plan, alone, downloadBytesPerSec, timeSec, nowMs }),
    picture: plan ? drawWindow(table.geometry, window.bytes, { get: table.isVerified }, plan.ranges, PICTURE_CHARS) : '',
    why: plan?.why ?? '',
    cursors: cursors.slice(0, 64).map(({ offsetBytes, waiting }) => ({ offsetBytes, waiting })),
  }
}

function inFile(parts: readonly Interval[], { bytes }: FileWindow): Interval[] {
  return parts.map(({ begin, end }) => ({ begin: begin - bytes.begin, end: end - bytes.begin }))
}

function inSeconds(map: TimeMap, { begin, end }: Interval): Interval {
  return { begin: secAt(map, begin), end: secAt(map, end) }
}

function sizeOfAll(parts: readonly Interval[]): number {
  return parts.reduce((sum, part) => sum + sizeOf(part), 0)
}

function wantedNow({ ranges }: WindowPlan): Interval[] {
  return mergeAll(ranges.filter(({ tier }) => tier === 'urgent' || tier === 'ahead'))
}

interface StallInput {
  readonly content: TorrentContent
  readonly window: FileWindow
  readonly plan: WindowPlan | null
  readonly alone: number
  readonly downloadBytesPerSec: number
  readonly timeSec: number
  readonly nowMs: number
}

/** Why the film cannot go on here, or null while nothing waits. */
function stallOf(input: StallInput): Stall | null {
  const { content, window, nowMs } = input
  const waits = window.playerWaits() || window.cursors.list(nowMs).some((cursor) => cursor.waiting)
  if (!waits || !input.plan) return null
  const problem = content.problem()
  if (problem) return { reason: 'storage', problem }
  const peers = content.scheduler.peers()
  const need = neededForPicture(content.table, window, input.plan, input.timeSec)
  if (need.missingBytes === 0) return null
  if (content.isPaused()) return { reason: 'allPaused' }
  const wayProblem = peers.length === 0 ? content.wayProblem() : null
  if (wayProblem) return { reason: 'wayOut', problem: wayProblem }
  if (peers.length === 0) return { reason: 'noPeers', sinceMs: input.alone }
  if (need.pieces.some(content.watchdog.isGone)) return { reason: 'noPeerHasPart', peers: peers.length, bestCopyPercent: Math.floor(content.availability.bestShare() * 100) }
  const heldBack = choking(input, need)
  if (heldBack > 0) return { reason: 'peersChoke', peers: heldBack }
  return waitingFor(input, need, peers.length)
}

/** Peers that have the part that is waited for, when none of them lets us ask for it; 0 when one does, or nobody has it. */
function choking({ content, window, nowMs }: StallInput, { pieces }: Need): number {
  const waited = waitedReads(content.table, window, nowMs).map(({ piece }) => piece)
  const claims = [...waited, ...pieces].slice(0, 1).flatMap(content.scheduler.claims)
  return claims.every(({ chokes }) => chokes) ? claims.length : 0
}

function waitingFor({ window, downloadBytesPerSec, timeSec }: StallInput, need: Need, peers: number): Stall {
  const etaSec = downloadBytesPerSec > 0 && need.isMore !== true ? Math.min(1e6, need.missingBytes / downloadBytesPerSec) : null
  const map = window.timeMap()
  const numbers = { haveBytes: need.bytes - need.missingBytes, needBytes: need.bytes, peers, etaSec }
  if (!map || timeSec < 0.25) return { reason: 'starting', ...numbers, isGuess: !map }
  const bitrate = bitrateNear(map, timeSec)
  if (downloadBytesPerSec > 0 && downloadBytesPerSec < bitrate * SLOWER && etaSec !== null) return { reason: 'slowerThanBitrate', downloadBytesPerSec, bitrateBytesPerSec: bitrate, pauseSec: etaSec }
  return { reason: 'buffering', missingPieces: need.pieces.length, ...numbers }
}

/** Below this share of the film's bitrate the honest sentence is that the swarm is too slow. */
const SLOWER = 0.9
