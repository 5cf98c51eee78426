import { setTimeout as pause } from 'node:timers/promises'
import type { Seeder } from './swarm.ts'

const LOOK_MS = 10

/**
 * What a seeder had sent when it came to this, by its last answer before it. What it sends until a busy computer gets to
 * ask is none of it. Rejects as the event does.
 */
export async function sentUntil(seeder: Pick<Seeder, 'uploadedBytes'>, event: Promise<unknown>): Promise<number> {
  const over = new AbortController()
  event.finally(() => { over.abort() }).catch(() => undefined) // it is awaited below
  let sentBytes = 0
  while (!over.signal.aborted) {
    const answer = await seeder.uploadedBytes()
    if (!over.signal.aborted) sentBytes = answer
    await pause(LOOK_MS)
  }
  await event
  return sentBytes
}
