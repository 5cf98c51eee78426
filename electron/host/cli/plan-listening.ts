import type { FileIndex } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { TorrentFile, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'

/** Chooses the file whose URL is printed: the one asked for, else the chosen one. Fails: fileUnknown, noPlayableFile. */
export function chooseListeningFile({ files, chosenFile }: Pick<TorrentSnapshot, 'files' | 'chosenFile'>, asked: FileIndex | null): Result<TorrentFile> {
  const index = asked ?? chosenFile
  const file = files.find((each) => each.index === index)
  if (file) return ok(file)
  if (asked === null) return fail('noPlayableFile', 'This torrent holds no video and no audio. Name a file with --file to stream it anyway.')
  return fail('fileUnknown', `This torrent has no file ${String(asked)}; its ${String(files.length)} files are numbered from 0.`, { fileIndex: asked, files: files.length })
}
