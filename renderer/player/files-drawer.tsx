import { useEffect, useRef } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { TorrentFile, TorrentSnapshot } from '../../shared/torrent/snapshot.ts'
import { FileTree } from '../open/file-tree-view.tsx'
import { useApp } from '../state/app-context.tsx'
import { watchedFiles } from '../state/library.ts'
import { IconButton } from '../ui/button.tsx'

interface FilesDrawerProps {
  readonly torrent: TorrentSnapshot
  readonly current: TorrentFile
  readonly onChoose: (fileIndex: number) => void
  readonly onClose: () => void
}

/** The files beside the picture, the playing one marked; another one plays at a click. */
export function FilesDrawer({ torrent, current, onChoose, onClose }: FilesDrawerProps) {
  const entry = useApp((state) => state.library.find(({ infoHash }) => infoHash === torrent.infoHash))
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => { drawer.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus() }, [])
  return (
    <aside ref={drawer} className="drawer" aria-label={catalogue.files.title}>
      <header className="dialog-head">
        <h2>{catalogue.files.title}</h2>
        <IconButton icon="close" label={catalogue.common.close} onClick={onClose} />
      </header>
      <div className="drawer-body"><FileTree files={torrent.files} current={current.index} watched={watchedFiles(entry)} onChoose={onChoose} /></div>
      <p className="drawer-note">{[catalogue.files.othersNotFetched, ...torrent.notes].join(' ')}</p>
    </aside>
  )
}
