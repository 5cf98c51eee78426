import { catalogue } from '../../shared/text/catalogue.ts'
import { isPacked } from '../../shared/torrent/packed.ts'
import type { TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { usePlace } from '../ui/use-place.ts'
import { Water } from '../ui/water.tsx'
import { FileTree } from './file-tree-view.tsx'

const words = catalogue.files

/** A torrent without video or sound: says so and shows what is inside. */
export function NothingPlays({ torrent }: { readonly torrent: TorrentSnapshot }) {
  const { opener } = useParts()
  const place = usePlace(opener.goHome)
  return (
    <main ref={place} tabIndex={-1} className="opening always-dark" aria-label={catalogue.opening.region}>
      <Water />
      <div className="opening-column">
        <h1 className="opening-title" dir="auto">{torrent.name}</h1>
        <p className="opening-sentence" role="alert"><strong>{isPacked(torrent.files) ? words.packed : words.nothingPlays}.</strong> {isPacked(torrent.files) ? words.packedNext : words.nothingPlaysNext}</p>
        <div className="opening-files"><FileTree files={torrent.files} current={null} onChoose={(index) => { opener.show(torrent.infoHash, index) }} /></div>
        <div className="button-row">
          <Button kind="primary" onClick={() => { void opener.remove(torrent.infoHash) }}>{catalogue.common.openAnother}</Button>
        </div>
      </div>
    </main>
  )
}
