import type { Interval } from '../interval.ts'
import { contains, intersect, isEmpty } from '../interval.ts'
import { bitrateAround, byteAt, keyFrameAt } from './time-map.ts'
import type { TimeMap } from './time-map.ts'

/**
 * The priority window: which bytes of one file are wanted, in which order and by when. Pure: the same input gives the
 * same plan, so every call can be traced and replayed. Ranges are file-relative, half-open, in order of importance, and
 * may overlap; what is verified already is skipped later. A piece at the border of the file counts only when it is whole,
 * so some ranges reach into the neighbours' part of it: below 0, or past the end.
 *
 * Tiers: urgent (a read waits here, then the next seconds of the film), edges (the container's index), ahead (what
 * makes playing safe), warm (where the person may jump to next), fill (the rest). A seek is nothing special: a new
 * playhead and new cursors.
 */
export type Tier = 'urgent' | 'edges' | 'ahead' | 'warm' | 'fill'

export interface PlannedRange extends Interval {
  readonly tier: Tier
  /** Milliseconds from now by which it should be here; Infinity = no hurry. */
  readonly deadlineMs: number
}

/** One open read of the server. */
export interface Cursor {
  /** Next byte it will yield, file-relative. */
  readonly offsetBytes: number
  /** End of the range it was asked for. */
  readonly endBytes: number
  /** True while it is blocked because the byte is not here. */
  readonly waiting: boolean
  /** True when it takes blocks of a piece that is not complete; otherwise the whole piece is needed. */
  readonly early: boolean
  /** How long it has been blocked; 0 when absent. */
  readonly waitedMs?: number
}

export interface Playhead {
  readonly timeSec: number
  readonly rate: number
  readonly paused: boolean
  /** Who plays takes verified bytes alone, as a device does: a piece of which a byte is missing is of no use to it. */
  readonly verifiedOnly?: boolean
  /** It stands still and shall play there: what it reads elsewhere meanwhile is on its way there. */
  readonly arriving?: boolean
}

/** The place on the seek bar that the person points at. */
export interface WarmPlace {
  readonly timeSec: number
  /** Verified seconds after the playhead; Infinity when nothing is missing from there to the end (null in a trace). */
  readonly cushionSec: number | null
}

export interface WindowPolicy {
  /** Bytes a waiting read needs first: the smallest amount that lets a demuxer go on. */
  readonly firstBytes: number
  /** Seconds of film that are urgent. */
  readonly urgentSec: number
  /** The window ahead is the larger of these two. */
  readonly aheadBytes: number
  readonly aheadSec: number
  /** While paused the window grows by this factor: the person will be back. */
  readonly pausedFactor: number
  /** Size of the guess at each end while the container's index has not been located. */
  readonly edgeBytes: number
}

export const DEFAULT_POLICY: WindowPolicy = {
  firstBytes: 65_536, // four blocks: what Chromium's demuxers read in one go
  urgentSec: 3, // two key-frame gaps of common encodes; the span in which a late block is asked of a second peer
  aheadBytes: 32 * 1024 * 1024,
  aheadSec: 60,
  pausedFactor: 2,
  edgeBytes: 262_144, // holds the index of most films up to two hours; a longer one is asked for by the demuxer's own read
}

export interface WindowInput {
  /** Length of the file. */
  readonly lengthBytes: number
  readonly pieceLengthBytes: number
  /** Where the file begins in the torrent. */
  readonly fileOffsetBytes: number
  /** Open reads, newest first: Chromium opens two or three and drops the old ones at once, so the newest wins. */
  readonly cursors: readonly Cursor[]
  readonly playhead: Playhead | null
  /** Null until the duration is known. */
  readonly timeMap: TimeMap | null
  /** Exact byte ranges of the container's index; null until located. */
  readonly index: readonly Interval[] | null
  /** When the index should be here, in ms from now; negative = overdue, then it goes before everything. */
  readonly indexDueMs: number
  /** Where the window started last, file-relative: it stays there while only the index is read. 0 when absent. */
  readonly lastStartBytes?: number
  /** Lines of subtitles on the screen that lie elsewhere than the film that plays; none when absent. */
  readonly words?: readonly Interval[]
  /** Null or absent while nobody points anywhere. */
  readonly warm?: WarmPlace | null
  readonly policy: WindowPolicy
}

export type WindowReason = 'idle' | 'readWaits' | 'playing' | 'paused' | 'reading'

export interface WindowPlan {
  readonly ranges: readonly PlannedRange[]
  readonly why: WindowReason
}

/** Bytes a second assumed while nothing is known about the film: a good 1080p encode. */
const ASSUMED_BITRATE = 1_000_000
/**
 * Chromium asks for whole 32 KiB of its own, so a read of the index begins up to that much before it. If those bytes are
 * missing, the first jump waits for them; a second jump then aborts the reading of Matroska's Cues, which is never tried
 * again, and from there every jump reads the film from where it stood.
 */
const PLAYER_READ_BYTES = 32_768
/** Deadline of the rest of pieces that hold urgent bytes: they count as verified only when whole. Never sooner, or an overdue index would take 16 MiB with it. */
const REST_DEADLINE_MS = 3000

/** A line is to be on the screen within a second of its picture, which needs the first second of film. */
const WORDS_DUE_MS = 500

/** Only with more than this in hand is anything fetched on a guess. */
const SAFE_SEC = 30
/** Film wanted at the place that is pointed at: what a player shows first. */
const WARM_SEC = 1
/** Never more of it, whatever the bitrate. */
const WARM_BYTES = 2_000_000

/** Plans one file. With no cursor and no playhead it wants the head, the index, then the rest in order. */
export function planWindow(input: WindowInput): WindowPlan {
  const file = { begin: 0, end: input.lengthBytes }
  const pieces = wholePieces(input, file)
  const bitrate = bitrateOf(input)
  const reads = playerFirst(input.cursors).flatMap((cursor) => readRanges(input, cursor))
  const edges = edgeRanges(input)
  const soon = soonRanges(input, bitrate)
  const place = input.playhead?.arriving ? soon.slice(0, 1) : []
  const wanted = [...within([...place, ...reads], pieces), ...within(edges, file), ...within(soon, input.playhead?.verifiedOnly ? pieces : file)]
  const ranges = [...wanted, ...within(wordRanges(input), file), ...restOfPieces(input, wanted), ...within(aheadRanges(input, bitrate), file), ...fillRanges(input, pieces)]
  return { ranges: within(ranges, pieces), why: reasonOf(input) }
}

function within(ranges: readonly PlannedRange[], bounds: Interval): PlannedRange[] {
  return ranges.map((range) => ({ ...range, ...intersect(range, bounds) })).filter((range) => !isEmpty(range))
}

/**
 * Where the window starts: the playhead if there is one, else the newest read of the film, else where it was. A read of an
 * index behind the film is over in a moment: what comes after it is what came before.
 */
export function windowStart({ playhead, timeMap, cursors, index, lastStartBytes }: Pick<WindowInput, 'playhead' | 'timeMap' | 'cursors' | 'index' | 'lastStartBytes'>): number {
  if (playhead && timeMap) return byteAt(timeMap, playhead.timeSec)
  const behindFilm = (index ?? []).filter(({ begin }) => begin > 0)
  const newest = cursors.find(({ offsetBytes }) => !behindFilm.some((part) => contains(part, offsetBytes)))
  return newest?.offsetBytes ?? lastStartBytes ?? 0
}

/**
 * True when the plan wants at once what a waiting read goes on with: its next byte, or its whole piece when it takes only
 * verified bytes. Such a read follows the download, and a plan made for it would ask for the same in the same order.
 */
export function isDueNow({ ranges }: WindowPlan, place: Pick<WindowInput, 'fileOffsetBytes' | 'pieceLengthBytes'>, { offsetBytes, early }: Cursor): boolean {
  const next = { begin: offsetBytes, end: offsetBytes + 1 }
  const needed = early ? next : wholePieces(place, next)
  return ranges.some(({ tier, deadlineMs, begin, end }) => tier === 'urgent' && deadlineMs <= 0 && begin <= needed.begin && needed.end <= end)
}

/** A playhead or read this many bytes away from where the window started is a jump, not playing on. */
const JUMP_BYTES = 4 * 1024 * 1024

/** A place of the window's start in bytes, and the first byte from there on that is not here. */
export interface StartPlace {
  readonly at: number
  readonly hereUntil: number
}

/**
 * True when the window's start jumped, so that what was asked for last is stale. Reading on through what is here is none,
 * however fast, and neither is going where the next bytes are here already. Early reads may be up to a piece past hereUntil.
 */
export function isJump(before: StartPlace, now: StartPlace, pieceLengthBytes: number): boolean {
  if (now.hereUntil - now.at >= JUMP_BYTES) return false
  if (now.at < before.at) return before.at - now.at > JUMP_BYTES
  return now.at - Math.max(before.at, before.hereUntil) > Math.max(JUMP_BYTES, pieceLengthBytes)
}

/** Bytes a second of film time at the window's start, scaled by the playback rate. */
function bitrateOf({ playhead, timeMap }: WindowInput): number {
  const rate = playhead && playhead.rate > 0 ? playhead.rate : 1
  return (timeMap ? bitrateAround(timeMap, playhead?.timeSec ?? 0, 30) : ASSUMED_BITRATE) * rate
}

/** A look at a film's streams takes whole pieces at its end: on a slow line it held the first picture up by two seconds. */
const PATIENCE_MS = 5000

/**
 * While a player waits its reads come before those that take only verified bytes: something looks at the film beside it, and goes
 * first when it has waited for long. Where nobody takes bytes early the newest read stays the first.
 */
function playerFirst(cursors: readonly Cursor[]): readonly Cursor[] {
  if (!cursors.some(({ early, waiting }) => early && waiting)) return cursors
  const turnOf = ({ early, waitedMs = 0 }: Cursor) => (early ? 1 : waitedMs > PATIENCE_MS ? 0 : 2)
  return cursors.toSorted((a, b) => turnOf(a) - turnOf(b))
}

/**
 * A read that waits needs its first bytes now, or its whole piece when it takes only verified bytes. A device that is paused
 * fills its buffer with it, which nobody waits for.
 */
function readRanges(input: WindowInput, cursor: Cursor): PlannedRange[] {
  if (!cursor.waiting) return []
  const now = restsThere(input) ? { tier: 'ahead', deadlineMs: input.policy.urgentSec * 1000 } as const : { tier: 'urgent', deadlineMs: 0 } as const
  const end = Math.min(cursor.endBytes, cursor.offsetBytes + input.policy.firstBytes)
  const first = { begin: cursor.offsetBytes, end }
  return [{ ...now, ...(cursor.early ? first : wholePieces(input, first)) }]
}

const restsThere = ({ playhead }: WindowInput) => playhead?.verifiedOnly === true && playhead.paused && !playhead.arriving

function edgeRanges({ index, indexDueMs, lengthBytes, policy }: WindowInput): PlannedRange[] {
  const guess = [{ begin: 0, end: policy.edgeBytes }, { begin: lengthBytes - policy.edgeBytes, end: lengthBytes }]
  return (index ?? guess).map(({ begin, end }) => ({ tier: 'edges', deadlineMs: indexDueMs, begin: Math.max(0, begin - (begin % PLAYER_READ_BYTES)), end }))
}

/**
 * The next seconds after the playhead, or after the newest read when nobody reports a clock; one range a second. For who takes
 * verified bytes alone each is the pieces it lies in, so that they are finished one after the other.
 */
function soonRanges(input: WindowInput, bitrate: number): PlannedRange[] {
  const { policy, playhead, timeMap } = input
  const start = windowStart(input)
  const reads = timeMap && playhead ? [] : input.cursors.slice(0, 1)
  if (!playhead && reads.length === 0) return []
  const tier: Tier = playhead?.paused && (restsThere(input) || !input.cursors.some((cursor) => cursor.waiting)) ? 'ahead' : 'urgent'
  const seconds = Array.from({ length: policy.urgentSec }, (_, second) => ({
    tier,
    begin: Math.floor(start + second * bitrate),
    end: Math.ceil(start + (second + 1) * bitrate),
    deadlineMs: second * 1000,
  }))
  if (!playhead?.verifiedOnly || !timeMap) return seconds
  // A device begins at the key frame before its second; what it plays on from is here already.
  const keyFrame = Math.floor(keyFrameAt(timeMap, playhead.timeSec))
  return seconds.map((range, second) => ({ ...range, ...wholePieces(input, second === 0 ? { ...range, begin: Math.min(keyFrame, range.begin) } : range) }))
}

/** Of a line that began before the picture that was jumped to: its own blocks, sooner than the rest of what is not here; never whole pieces for it. */
function wordRanges({ words = [] }: WindowInput): PlannedRange[] {
  return words.map(({ begin, end }) => ({ tier: 'edges', deadlineMs: WORDS_DUE_MS, begin, end }))
}

function restOfPieces(input: WindowInput, wanted: readonly PlannedRange[]): PlannedRange[] {
  return wanted.map((range) => ({ tier: range.tier, deadlineMs: Math.max(0, range.deadlineMs) + REST_DEADLINE_MS, ...wholePieces(input, range) }))
}

/** What makes playing safe. A place that is pointed at comes after the first part of it, before the rest. */
function aheadRanges(input: WindowInput, bitrate: number): PlannedRange[] {
  const { policy, playhead } = input
  const begin = windowStart(input)
  const size = Math.max(policy.aheadBytes, policy.aheadSec * bitrate) * (playhead?.paused ? policy.pausedFactor : 1)
  const ahead: PlannedRange = { tier: 'ahead', begin, end: Math.ceil(begin + size), deadlineMs: policy.urgentSec * 1000 }
  const warm = warmRange(input)
  if (!warm) return [ahead]
  const middle = Math.min(ahead.end, Math.ceil(begin + SAFE_SEC * bitrate))
  return [{ ...ahead, end: middle }, warm, { ...ahead, begin: middle, deadlineMs: warm.deadlineMs }]
}

/** The key frame before the place that is pointed at and the first second there; null while playing is not safe. */
function warmRange({ warm, timeMap, cursors }: WindowInput): PlannedRange | null {
  if (!warm || !timeMap || (warm.cushionSec ?? Infinity) <= SAFE_SEC || cursors.some(({ waiting }) => waiting)) return null
  const keyFrame = keyFrameAt(timeMap, warm.timeSec)
  const begin = keyFrame - (keyFrame % PLAYER_READ_BYTES)
  return { tier: 'warm', begin, end: Math.min(begin + WARM_BYTES, byteAt(timeMap, warm.timeSec + WARM_SEC)), deadlineMs: SAFE_SEC * 1000 }
}

/** Everything else: first what comes, then what was jumped over. */
function fillRanges(input: WindowInput, { begin, end }: Interval): PlannedRange[] {
  const start = windowStart(input)
  return [
    { tier: 'fill', begin: start, end, deadlineMs: Infinity },
    { tier: 'fill', begin, end: start, deadlineMs: Infinity },
  ]
}

/** All bytes of the pieces that a range touches; below 0 or past the end they belong to the neighbours. */
function wholePieces({ fileOffsetBytes, pieceLengthBytes }: Pick<WindowInput, 'fileOffsetBytes' | 'pieceLengthBytes'>, { begin, end }: Interval): Interval {
  const firstPiece = Math.floor((fileOffsetBytes + begin) / pieceLengthBytes)
  const endPiece = Math.ceil((fileOffsetBytes + end) / pieceLengthBytes)
  return { begin: firstPiece * pieceLengthBytes - fileOffsetBytes, end: endPiece * pieceLengthBytes - fileOffsetBytes }
}

function reasonOf({ cursors, playhead }: WindowInput): WindowReason {
  if (cursors.some((cursor) => cursor.waiting)) return 'readWaits'
  if (playhead) return playhead.paused ? 'paused' : 'playing'
  return cursors.length > 0 ? 'reading' : 'idle'
}
