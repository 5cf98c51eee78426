import { catalogue } from '../../shared/text/catalogue.ts'
import { formatRate } from '../../shared/text/numbers.ts'
import type { PeerDetail } from '../../shared/torrent/snapshot.ts'

/** The fastest of them; more would push everything else off the screen. */
const SHOWN = 8

/** Whom the film comes from: how fast, and how much is asked of each. */
export function PeerList({ peers }: { readonly peers: readonly PeerDetail[] }) {
  const words = catalogue.stats
  if (peers.length === 0) return null
  return (
    <table className="stats-peers">
      <thead><tr><th scope="col">{words.peer}</th><th scope="col">{words.down}</th><th scope="col">{words.queue}</th></tr></thead>
      <tbody>
        {peers.slice(0, SHOWN).map(({ id, address, downloadBytesPerSec, queue, holdsBack }) => (
          <tr key={id} data-holds-back={holdsBack}>
            <td><bdi>{address}</bdi></td>
            <td>{formatRate(downloadBytesPerSec)}</td>
            <td>{holdsBack ? words.holdsBack : queue}</td>
          </tr>
        ))}
      </tbody>
      {peers.length > SHOWN ? <tfoot><tr><td colSpan={3}>{words.morePeers(peers.length - SHOWN)}</td></tr></tfoot> : null}
    </table>
  )
}
