import { statfs } from 'node:fs/promises'
import type { Interval } from '../../../shared/interval.ts'
import { givableBytes, planGiveBack } from '../../../shared/storage/plan-give-back.ts'
import type { StoredTorrent } from '../../../shared/storage/plan-give-back.ts'
import { shareRoom } from '../../../shared/storage/share-room.ts'
import { storageLimit } from '../../../shared/storage/storage-limit.ts'

/**
 * The space that all torrents of a run may take on the disk. Invariant: a chunk is stored only after room was granted for
 * the whole of it, and room is granted only while it and everything stored are within the limit together. Torrents that
 * are kept are not here: what the person keeps is nobody's to give back.
 */
export interface DiskBudget {
  join(member: BudgetMember): BudgetSeat
  /** The person's setting; null = what the disk allows by default. In force at once: what is too much is given back. */
  setLimit(wishBytes: number | null): void
  readonly usage: () => DiskUsage
  close(): void
}

export interface DiskUsage {
  readonly usedBytes: number
  readonly limitBytes: number
  /** On the disk, for everybody; null = unknown. */
  readonly freeBytes: number | null
}

/** One torrent, as far as the disk is concerned. */
export interface BudgetMember {
  readonly chunkBytes: number
  /** Chunks on the disk; the budget adds those it grants and takes out those it gives back. */
  readonly stored: Set<number>
  readonly demand: () => Demand
  /** It is nobody's to give back, and does not count. */
  readonly isKept: () => boolean
  /** Bytes that count while it is not kept, and cannot be given back chunk by chunk; absent = none. */
  readonly otherBytes?: () => number
  /** Chunks into which something is being written. */
  readonly busy: () => ReadonlySet<number>
  /** Removes a chunk; false when it is still there. */
  giveBack(chunk: number): Promise<boolean>
  /** The room has changed: plan anew. */
  onRoom(): void
}

/** What is watched of a torrent, in chunks. */
export interface Demand {
  /** Of all watched files; 0 when nobody watches. */
  readonly chunks: number
  /** Milliseconds since somebody watched. */
  readonly idleMs: number
  readonly starts: readonly number[]
  readonly must: readonly Interval[]
  readonly hold: readonly Interval[]
}

export interface BudgetSeat {
  /** Chunks the torrent may hold, so that all that are watched have room beside each other. */
  readonly room: () => number
  /** Grants room for a chunk, making it first where needed; false when there is none. */
  take(chunk: number, urgency: Urgency): Promise<boolean>
  /** What counts has changed by itself. */
  recount(): void
  /** What keeps more from being stored. */
  readonly limitedBy: () => 'disk' | 'person'
  leave(): void
}

/** `must` displaces everything that is not needed now, `held` what is not planned to be held, `other` nothing. */
export type Urgency = 'must' | 'held' | 'other'

interface Seated {
  readonly member: BudgetMember
  readonly leaving: Set<number>
}

/** Other programs fill the disk too; a look costs one call. */
const LOOK_MS = 3000
/** Chunks given back at once where so many can be spared: choosing eight costs as much as choosing one. */
const BATCH = 8
/** What a film holds leaves room for so many that are not held, so that they can be given back together. */
const SLACK_SHARE = 0.03

/** Bytes free for us on the disk of `folder`; null where it does not say. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null)
}

export interface DiskBudgetWorld {
  /** Bytes free on the disk; null = unknown. */
  readonly readFree: () => Promise<number | null>
  /** Bytes of what is made of films, and goes by rules of its own. */
  readonly readBeside: () => Promise<number>
  /** The person's setting at the start. */
  readonly wishBytes: number | null
}

export async function createDiskBudget({ readFree, readBeside, wishBytes: wishAtStart }: DiskBudgetWorld): Promise<DiskBudget> {
  const seats = new Set<Seated>()
  let wishBytes = wishAtStart
  /** Free for others, and taken by us: it does not change by what we store. */
  let besideBytes = await readBeside()
  let thereBytes = await readFree().then((freeBytes) => (freeBytes === null ? null : freeBytes + besideBytes))
  let order: Promise<unknown> = Promise.resolve()
  let closed = false

  const usedBytes = () => [...seats].reduce((sum, { member }) => sum + (member.isKept() ? 0 : member.stored.size * member.chunkBytes + (member.otherBytes?.() ?? 0)), 0)
  const limit = () => {
    const taken = usedBytes() + besideBytes
    const { limitBytes, pieceBytes, setBy } = storageLimit(wishBytes, thereBytes === null ? null : Math.max(0, thereBytes - taken), taken)
    return { limitBytes, setBy, pieceBytes: Math.max(0, pieceBytes - besideBytes) }
  }
  const excess = () => usedBytes() - limit().pieceBytes
  /** One after the other, so that no two count the same free room. */
  const inOrder = <T>(step: () => Promise<T>): Promise<T> => {
    const done = order.then(step)
    order = done.catch(() => undefined)
    return done
  }

  const list = (): StoredTorrent<Seated>[] => [...seats].map((seated) => {
    const { member } = seated
    const busy = member.busy()
    return { id: seated, chunkBytes: member.chunkBytes, kept: member.isKept(), ...member.demand(), stored: [...member.stored].filter((chunk) => !busy.has(chunk)) }
  })

  const remove = async ({ member, leaving }: Seated, chunk: number) => {
    leaving.add(chunk)
    if (await member.giveBack(chunk)) member.stored.delete(chunk)
    leaving.delete(chunk)
  }

  const giveBack = async (bytes: number, forMust: boolean, spareBytes: number) => {
    const torrents = list()
    const plan = planGiveBack(torrents, bytes + spareBytes, false) ?? planGiveBack(torrents, bytes, forMust)
    await Promise.all((plan ?? []).map(({ id, chunk }) => remove(id, chunk)))
  }

  const trim = () => inOrder(async () => {
    const most = givableBytes(list(), true)
    if (!closed && excess() > 0) await giveBack(Math.min(excess(), most), true, 0)
    for (const { member } of seats) member.onRoom()
  })

  const look = async () => {
    const [freeBytes, beside] = await Promise.all([readFree(), readBeside()])
    besideBytes = beside
    thereBytes = freeBytes === null ? null : freeBytes + usedBytes() + beside
    if (!closed && excess() > 0) await trim()
  }
  const timer = setInterval(() => { void look() }, LOOK_MS)
  timer.unref()

  const take = async (seated: Seated, chunk: number, urgency: Urgency) => {
    const { member } = seated
    const { chunkBytes, stored } = member
    if (stored.has(chunk) || member.isKept()) return true
    const missing = () => excess() + chunkBytes
    if (missing() > 0 && urgency !== 'other') await giveBack(missing(), urgency === 'must', BATCH * chunkBytes)
    if (missing() > 0 || closed || !seats.has(seated)) return false
    stored.add(chunk)
    return true
  }

  const room = (seated: Seated) => {
    const all = [...seats]
    const wants = all.map(({ member }) => (member.isKept() ? 0 : member.demand().chunks * member.chunkBytes))
    const { chunkBytes } = seated.member
    const at = all.indexOf(seated)
    const share = Math.floor((shareRoom(limit().pieceBytes, wants)[at] ?? 0) / chunkBytes)
    return share * chunkBytes >= (wants[at] ?? 0) ? share : share - Math.min(2 * BATCH, Math.floor(share * SLACK_SHARE))
  }

  return {
    join: (member) => {
      const seated: Seated = { member, leaving: new Set() }
      seats.add(seated)
      return {
        room: () => room(seated),
        take: (chunk, urgency) => (member.stored.has(chunk) && !seated.leaving.has(chunk) ? Promise.resolve(true) : inOrder(() => take(seated, chunk, urgency))),
        recount: () => { void look() },
        limitedBy: () => limit().setBy,
        leave: () => { seats.delete(seated) },
      }
    },
    setLimit: (wish) => {
      wishBytes = wish
      void trim()
    },
    usage: () => {
      const taken = usedBytes() + besideBytes
      return { usedBytes: taken, limitBytes: limit().limitBytes, freeBytes: thereBytes === null ? null : Math.max(0, thereBytes - taken) }
    },
    close: () => {
      closed = true
      clearInterval(timer)
    },
  }
}
