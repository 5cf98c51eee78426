import { catalogue } from '../../shared/text/catalogue.ts'
import type { MetadataProgress } from '../../shared/torrent/snapshot.ts'

/** After the time-out: what was tried, by numbers, and what may help. */
export function WhatWasTried({ metadata }: { readonly metadata: MetadataProgress | null }) {
  const words = catalogue.opening
  return (
    <div className="tried">
      {metadata ? (
        <section>
          <h2>{words.tried}</h2>
          <ul>
            <li>{words.triedTrackers(metadata.trackers)}</li>
            <li>{words.triedDht(metadata.dht)}</li>
            <li>{words.triedPeers(metadata.peersFound, metadata.peersConnected)}</li>
            <li>{words.triedTimes(metadata.attempt, metadata.elapsedMs / 1000)}</li>
          </ul>
        </section>
      ) : null}
      <section>
        <h2>{words.mayHelp}</h2>
        <ul>{words.helpHints.map((hint) => <li key={hint}>{hint}</li>)}</ul>
      </section>
    </div>
  )
}
