import { mergeAll, sizeOf } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Stall, StreamStatus } from '../../../shared/torrent/snapshot.ts'
import { BLOCK_BYTES, bytesOf, haveRuns, piecesOf } from '../../../shared/window/blocks.ts'
import { bitrateNear, cushionSec, forecast, isCompleteFrom } from '../../../shared/window/forecast.ts'
import { drawWindow } from '../../../shared/window/picture.ts'
import type { WindowPlan, WindowReason } from '../../../shared/window/plan-window.ts'
import { secAt } from '../../../shared/window/time-map.ts'
import type { TimeMap } from '../../../shared/window/time-map.ts'
import type { FileWindow } from './file-window.ts'
import type { PieceTable } from './piece-table.ts'
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
    verifiedSec: map ? verified.slice(0, 2000).map((part) => inSeconds(map, part)) : [],
    windowSec: map && plan ? wantedNow(plan).slice(0, 16).map((part) => inSeconds(map, part)) : [],
    stall: stallOf({ content, window, plan, alone, downloadBytesPerSec, timeSec, nowMs }),
    picture: plan ? drawWindow(table.geometry, window.bytes, { get: table.isVerified }, plan.ranges, PICTURE_CHARS) : '',
    why: plan ? WHY[plan.why] : '',
    cursors: cursors.slice(0, 64).map(({ offsetBytes, waiting }) => ({ offsetBytes, waiting })),
  }
}

const WHY: Readonly<Record<WindowReason, string>> = {
  idle: 'Nobody reads yet: the head and the index come first',
  readWaits: 'A read waits: its bytes come first',
  playing: 'Playing: the next seconds, then a safe distance ahead',
  paused: 'Paused: filling further ahead',
  reading: 'A program reads: what it reads next comes first',
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
  const need = neededNow(input, input.plan)
  if (need.missingBytes === 0) return null
  if (peers.length === 0) return { reason: 'noPeers', sinceMs: input.alone }
  if (need.pieces.some((piece) => !content.availability.exists(piece))) return { reason: 'noPeerHasPart', peers: peers.length, bestCopyPercent: Math.floor(content.availability.bestShare() * 100) }
  if (peers.every((peer) => peer.choking)) return { reason: 'peersChoke', peers: peers.length }
  return waitingFor(input, need, peers.length)
}

function waitingFor({ window, downloadBytesPerSec, timeSec }: StallInput, need: Need, peers: number): Stall {
  const etaSec = downloadBytesPerSec > 0 ? Math.min(1e6, need.missingBytes / downloadBytesPerSec) : null
  const map = window.timeMap()
  const numbers = { haveBytes: need.bytes - need.missingBytes, needBytes: need.bytes, peers, etaSec }
  if (!map || timeSec < 0.25) return { reason: 'starting', ...numbers }
  const bitrate = bitrateNear(map, timeSec)
  if (downloadBytesPerSec > 0 && downloadBytesPerSec < bitrate * SLOWER && etaSec !== null) return { reason: 'slowerThanBitrate', downloadBytesPerSec, bitrateBytesPerSec: bitrate, pauseSec: etaSec }
  return { reason: 'buffering', missingPieces: need.pieces.length, ...numbers }
}

/** Below this share of the film's bitrate the honest sentence is that the swarm is too slow. */
const SLOWER = 0.9

interface Need {
  readonly bytes: number
  readonly missingBytes: number
  /** Pieces of it that are not verified. */
  readonly pieces: readonly number[]
}

/** What is due within two seconds of film: that much has to be here before the picture moves. */
function neededNow({ content, window }: StallInput, plan: WindowPlan): Need {
  const due = mergeAll(plan.ranges.filter((range) => range.tier !== 'fill' && range.deadlineMs <= 2000))
  const parts = due.map(({ begin, end }) => ({ begin: begin + window.bytes.begin, end: Math.min(end, window.file.lengthBytes) + window.bytes.begin }))
  const pieces = [...new Set(parts.flatMap((part) => numbersIn(piecesOf(content.table.geometry, part))))].filter((piece) => !content.table.isVerified(piece))
  const missingBytes = parts.reduce((sum, part) => sum + missingIn(content.table, part), 0)
  return { bytes: sizeOfAll(parts), missingBytes, pieces: pieces.slice(0, 1000) }
}

function numbersIn({ begin, end }: Interval): number[] {
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i)
}

function missingIn(table: PieceTable, part: Interval): number {
  return numbersIn(piecesOf(table.geometry, part)).filter((piece) => !table.isVerified(piece)).reduce((sum, piece) => sum + missingOfPiece(table, piece, part), 0)
}

function missingOfPiece(table: PieceTable, piece: number, part: Interval): number {
  const bytes = bytesOf(table.geometry, { begin: piece, end: piece + 1 })
  const received = table.partial(piece)?.received
  let missing = 0
  for (let at = Math.max(bytes.begin, part.begin); at < Math.min(bytes.end, part.end);) {
    const block = Math.floor((at - bytes.begin) / BLOCK_BYTES)
    const end = Math.min(bytes.begin + (block + 1) * BLOCK_BYTES, bytes.end, part.end)
    if (received?.[block] !== 1) missing += end - at
    at = end
  }
  return missing
}

