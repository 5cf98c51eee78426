import { Fragment, useId } from 'react'
import type { ReactNode } from 'react'
import type { FileIndex } from '../../shared/ids.ts'
import type { FileNode, FolderNode, TreeNode } from '../../shared/playback/file-tree.ts'
import { fileTree } from '../../shared/playback/file-tree.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { formatBytes } from '../../shared/text/numbers.ts'
import type { TorrentFile } from '../../shared/torrent/snapshot.ts'
import { Icon } from '../ui/icon.tsx'

interface FileTreeProps {
  readonly files: readonly TorrentFile[]
  /** The file that plays or would play. */
  readonly current: FileIndex | null
  /** What to call it: "Playing" or "Chosen". */
  readonly currentName?: string
  /** Files that were watched to their end. */
  readonly watched?: ReadonlySet<FileIndex>
  readonly onChoose: (fileIndex: FileIndex) => void
}

/** The files of a torrent: folders fold, what plays is a button, the rest is text. */
export function FileTree({ files, ...rest }: FileTreeProps) {
  return (
    <nav className="tree" aria-label={catalogue.files.tree}>
      <Level nodes={fileTree(files)} {...rest} />
    </nav>
  )
}

interface LevelProps extends Omit<FileTreeProps, 'files'> {
  readonly nodes: readonly TreeNode[]
}

function Level({ nodes, ...rest }: LevelProps) {
  return (
    <ul className="tree-level">
      {nodes.map((node) => <li key={`${node.kind}:${node.path}`}>{node.kind === 'folder' ? <Folder node={node} {...rest} /> : <File node={node} {...rest} />}</li>)}
    </ul>
  )
}

function Folder({ node, ...rest }: { readonly node: FolderNode } & Omit<FileTreeProps, 'files'>) {
  return (
    <details className="tree-folder" open={node.playableCount > 0}>
      <summary>
        <Icon name="chevron" />
        <span className="tree-name" dir="auto">{breakable(node.name)}</span>
        <span className="tree-size">{formatBytes(node.lengthBytes)}</span>
      </summary>
      <Level nodes={node.children} {...rest} />
    </details>
  )
}

function File({ node: { file, name }, current, currentName = catalogue.files.playing, watched, onChoose }: { readonly node: FileNode } & Omit<FileTreeProps, 'files'>) {
  const playing = file.index === current
  const tag = useId()
  if (!file.playable) return <div className="tree-file" data-plays="false"><FileText file={file} name={name} /></div>
  return (
    <button type="button" className="tree-file" data-plays="true" aria-current={playing ? 'true' : undefined} aria-describedby={tag} onClick={() => { onChoose(file.index) }}>
      <Icon name={file.kind === 'audio' ? 'sound' : 'play'} />
      <FileText file={file} name={name} />
      <span id={tag} className="tree-tags">
        {playing ? <span className="tag tag-accent">{currentName}</span> : null}
        {watched?.has(file.index) === true ? <span className="tag tag-watched">{catalogue.card.watched}</span> : null}
        {file.extra ? <span className="tag">{catalogue.files.extra}</span> : null}
      </span>
    </button>
  )
}

/** File names are long words; they may break after a dot, a dash or an underscore, but not before their ending. */
function breakable(name: string): ReactNode {
  return name.split(/(?<=[._-])(?![a-z0-9]{2,4}$)/iu).map((part, place) => <Fragment key={place}>{part}<wbr /></Fragment>)
}

function FileText({ file, name }: { readonly file: TorrentFile; readonly name: string }) {
  return (
    <>
      <span className="tree-name" dir="auto">{breakable(name)}</span>
      <span className="tree-size">{formatBytes(file.lengthBytes)}</span>
    </>
  )
}
