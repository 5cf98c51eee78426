import { compareNatural } from '../torrent/natural-order.ts'
import type { TorrentFile } from '../torrent/snapshot.ts'

export type TreeNode = FolderNode | FileNode

export interface FolderNode {
  readonly kind: 'folder'
  /** Path below the torrent's folder, parts joined with "/"; unique. */
  readonly path: string
  readonly name: string
  readonly playableCount: number
  readonly lengthBytes: number
  readonly children: readonly TreeNode[]
}

export interface FileNode {
  readonly kind: 'file'
  readonly path: string
  readonly name: string
  readonly file: TorrentFile
}

/**
 * The files as a tree: what plays comes first, extras after it, the rest last; natural order within each. A single folder
 * around everything is left out, because it only repeats the torrent's name.
 */
export function fileTree(files: readonly TorrentFile[]): readonly TreeNode[] {
  const tree = buildLevel(files.map((file) => ({ file, parts: file.path.split('/') })), '')
  const only = tree[0]
  return tree.length === 1 && only?.kind === 'folder' ? only.children : tree
}

/** The files that play, in the order of the tree from top to bottom. */
export function playableInOrder(files: readonly TorrentFile[]): readonly TorrentFile[] {
  return fileTree(files).flatMap(filesOf).filter((file) => file.playable)
}

/** The playable file `step` places after (or before) the given one; null past either end. */
export function neighbourFile(files: readonly TorrentFile[], fileIndex: number, step: number): TorrentFile | null {
  const order = playableInOrder(files)
  const place = order.findIndex((file) => file.index === fileIndex)
  return place < 0 ? null : order[place + step] ?? null
}

interface Entry {
  readonly file: TorrentFile
  readonly parts: readonly string[]
}

function buildLevel(entries: readonly Entry[], above: string): readonly TreeNode[] {
  const folders = new Map<string, Entry[]>()
  const nodes: TreeNode[] = []
  for (const { file, parts } of entries) {
    const [name = file.name, ...rest] = parts
    if (rest.length === 0) nodes.push({ kind: 'file', path: above + name, name, file })
    else {
      const inside = folders.get(name) ?? []
      inside.push({ file, parts: rest })
      folders.set(name, inside)
    }
  }
  for (const [name, inside] of folders) nodes.push(folderNode(name, above + name, inside))
  return nodes.sort(compareNodes)
}

function folderNode(name: string, path: string, inside: readonly Entry[]): FolderNode {
  return {
    kind: 'folder', path, name,
    playableCount: inside.filter(({ file }) => file.playable).length,
    lengthBytes: inside.reduce((sum, { file }) => sum + file.lengthBytes, 0),
    children: buildLevel(inside, `${path}/`),
  }
}

function compareNodes(a: TreeNode, b: TreeNode): number {
  return rankOf(a) - rankOf(b) || compareNatural(a.name, b.name)
}

/** 0 plays, 1 extra, 2 the rest; a folder has the best rank of what is inside. */
function rankOf(node: TreeNode): number {
  if (node.kind === 'folder') return Math.min(...node.children.map(rankOf))
  if (!node.file.playable) return 2
  return node.file.extra ? 1 : 0
}

function filesOf(node: TreeNode): readonly TorrentFile[] {
  return node.kind === 'file' ? [node.file] : node.children.flatMap(filesOf)
}
