import { catalogue } from '../text/catalogue.ts'
import type { MetadataProgress, Stall } from '../torrent/snapshot.ts'

export type StepId = 'peers' | 'details' | 'index' | 'filling'

export interface OpeningStep {
  readonly id: StepId
  readonly label: string
  readonly state: 'done' | 'active' | 'pending'
  /** Live numbers; null when there are none to tell. */
  readonly value: string | null
}

export interface OpeningFacts {
  /** Null until the engine knows what is being opened. */
  readonly phase: 'metadata' | 'checking' | 'ready' | 'failed' | null
  readonly metadata: MetadataProgress | null
  /** Peers connected for the payload, once a stream is open. */
  readonly peers: number
  /** Nothing is missing: nobody is needed. */
  readonly complete: boolean
  readonly indexRead: boolean
  readonly stall: Stall | null
}

/** The four steps from link to pictures with the numbers of this moment. Exactly one step is active, or two while peers are still sought for the payload. */
export function openingSteps(facts: OpeningFacts): readonly OpeningStep[] {
  const states = statesOf(facts)
  const values = valuesOf(facts)
  return STEP_IDS.map((id) => ({ id, label: catalogue.opening.steps[id], state: states[id], value: states[id] === 'pending' ? null : values[id] }))
}

const STEP_IDS = ['peers', 'details', 'index', 'filling'] as const

function statesOf({ phase, metadata, peers, complete, indexRead }: OpeningFacts): Record<StepId, OpeningStep['state']> {
  if (phase === 'ready' || phase === 'checking') {
    return { peers: peers > 0 || complete ? 'done' : 'active', details: 'done', index: indexRead ? 'done' : 'active', filling: indexRead ? 'active' : 'pending' }
  }
  const connected = (metadata?.peersConnected ?? 0) > 0 || (metadata?.percent ?? 0) > 0
  return { peers: connected ? 'done' : 'active', details: connected ? 'active' : 'pending', index: 'pending', filling: 'pending' }
}

function valuesOf({ phase, metadata, peers, complete, indexRead, stall }: OpeningFacts): Record<StepId, string | null> {
  const words = catalogue.opening
  const share = stall && (stall.reason === 'starting' || stall.reason === 'buffering') ? words.share(stall.haveBytes, stall.needBytes) : null
  const ready = phase === 'ready' || phase === 'checking'
  return {
    peers: ready ? complete && peers === 0 ? words.peersNotNeeded : words.peersConnected(peers) : words.peersFound(metadata?.peersFound ?? 0, metadata?.peersConnected ?? 0),
    details: ready ? null : words.percent(metadata?.percent ?? 0),
    index: indexRead ? null : share,
    filling: share,
  }
}
