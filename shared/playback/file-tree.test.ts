import { describe, expect, it } from 'vitest'
import type { TorrentFile } from '../torrent/snapshot.ts'
import type { TreeNode } from './file-tree.ts'
import { fileTree, neighbourFile, playableInOrder } from './file-tree.ts'

function files(...paths: readonly string[]): TorrentFile[] {
  return paths.map((path, index) => ({
    index, path, name: path.split('/').at(-1) ?? path, lengthBytes: 10, mediaType: 'video/mp4',
    kind: path.endsWith('.mp4') ? 'video' : 'other', playable: path.endsWith('.mp4'), extra: path.includes('sample'),
  }))
}

const drawn = (nodes: readonly TreeNode[]): readonly unknown[] => nodes.map((node) => (node.kind === 'file' ? node.name : [node.name, ...drawn(node.children)]))

describe('the tree of files', () => {
  it('what plays comes first, extras after it, the rest last', () => {
    expect(drawn(fileTree(files('a.txt', 'sample.mp4', 'b.mp4')))).toEqual(['b.mp4', 'sample.mp4', 'a.txt'])
  })

  it('counts up as people do', () => {
    expect(drawn(fileTree(files('S1E10.mp4', 'S1E2.mp4')))).toEqual(['S1E2.mp4', 'S1E10.mp4'])
  })

  it('leaves out the one folder around everything', () => {
    expect(drawn(fileTree(files('Show/S1/1.mp4', 'Show/S2/1.mp4', 'Show/a.txt')))).toEqual([['S1', '1.mp4'], ['S2', '1.mp4'], 'a.txt'])
  })

  it('a folder ranks as the best of what is inside it', () => {
    expect(drawn(fileTree(files('a/x.txt', 'b/1.mp4', 'c.txt')))).toEqual([['b', '1.mp4'], ['a', 'x.txt'], 'c.txt'])
  })

  it('a folder knows its size and how many files play', () => {
    expect(fileTree(files('b/1.mp4', 'b/2.txt', 'c.txt'))[0]).toMatchObject({ kind: 'folder', path: 'b', playableCount: 1, lengthBytes: 20 })
  })

  it('the next and the previous file follow the tree over folders', () => {
    const all = files('S2/1.mp4', 'S1/2.mp4', 'S1/1.mp4', 'x.txt')
    expect(playableInOrder(all).map((file) => file.path)).toEqual(['S1/1.mp4', 'S1/2.mp4', 'S2/1.mp4'])
    expect(neighbourFile(all, 1, 1)?.path).toBe('S2/1.mp4')
    expect(neighbourFile(all, 1, -1)?.path).toBe('S1/1.mp4')
    expect(neighbourFile(all, 0, 1)).toBeNull()
    expect(neighbourFile(all, 3, 1)).toBeNull()
  })
})
