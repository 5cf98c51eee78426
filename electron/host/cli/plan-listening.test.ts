import { describe, expect, it } from 'vitest'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import { chooseListeningFile } from './plan-listening.ts'

const file = (index: number): TorrentFile => ({ index, name: 'a', path: 'a', lengthBytes: 1, mediaType: 'video/mp4', kind: 'video', playable: true, extra: false })
const files = [file(0), file(1)]

describe('the file whose URL is printed', () => {
  it('is the one asked for', () => {
    expect(chooseListeningFile({ files, chosenFile: 1 }, 0)).toEqual({ ok: true, value: files[0] })
  })

  it('is else the one chosen for playing', () => {
    expect(chooseListeningFile({ files, chosenFile: 1 }, null)).toEqual({ ok: true, value: files[1] })
  })

  it('is none when nothing plays, unless it is named', () => {
    expect(chooseListeningFile({ files, chosenFile: null }, null)).toMatchObject({ ok: false, error: { code: 'noPlayableFile' } })
    expect(chooseListeningFile({ files, chosenFile: null }, 1).ok).toBe(true)
  })

  it('is none when the torrent does not have it', () => {
    expect(chooseListeningFile({ files, chosenFile: 1 }, 2)).toMatchObject({ ok: false, error: { code: 'fileUnknown', message: 'This torrent has no file 2; its 2 files are numbered from 0.' } })
  })
})
