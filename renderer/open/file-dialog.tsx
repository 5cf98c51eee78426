import { useEffect } from 'react'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { watchedFiles } from '../state/library.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Ring } from '../ui/ring.tsx'
import { FileTree } from './file-tree-view.tsx'

interface FileDialogProps {
  readonly film: { readonly infoHash: InfoHash; readonly magnet: string; readonly fileIndex: FileIndex | null }
  readonly onClose: () => void
}

/** The files of a torrent to choose from; one that is closed is opened for it, without going there. */
export function FileDialog({ film, onClose }: FileDialogProps) {
  const { opener } = useParts()
  const { infoHash, magnet } = film
  const torrent = useApp((state) => state.torrents.find((each) => each.infoHash === infoHash))
  const entry = useApp((state) => state.library.find((each) => each.infoHash === infoHash))
  useEffect(() => {
    const stop = new AbortController()
    void opener.prepare({ infoHash, magnet }, stop.signal)
    return () => { stop.abort() }
  }, [opener, infoHash, magnet])
  const choose = (index: FileIndex) => {
    onClose()
    opener.show(infoHash, index)
  }
  return (
    <Dialog title={catalogue.files.title} onClose={onClose}>
      {torrent?.phase === 'ready' ? (
        <FileTree files={torrent.files} current={film.fileIndex ?? torrent.chosenFile} currentName={catalogue.files.chosen} watched={watchedFiles(entry)} onChoose={choose} />
      ) : torrent?.problem ? <ProblemNote error={torrent.problem} /> : (
        <div className="dialog-wait" role="status"><Ring percent={null} tone="water" /><p>{catalogue.card.findingDetails}</p></div>
      )}
    </Dialog>
  )
}
