import type { OddFilmSpec } from '../lab/odd-film.ts'

/** One row of the table: how it is called, and how it is made. */
export interface MatrixFilm {
  readonly container: string
  readonly picture: string
  readonly sound: string
  readonly spec: OddFilmSpec
}

const SECONDS = 20
/** A key frame every two seconds; B-frames where the codec has them by itself. */
const KEY = ['-g', '50']

const PICTURES: Readonly<Record<string, readonly string[] | null>> = {
  'H.264': ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-crf', '28', '-sc_threshold', '0', ...KEY],
  // As on Blu-ray: a group may begin with pictures that need the group before.
  'H.264, open groups': ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-x264-params', 'open-gop=1:keyint=50:min-keyint=50:scenecut=0:bframes=3:b-adapt=0'],
  'H.264, interlaced': ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-flags', '+ildct+ilme', '-x264-params', 'tff=1', '-bf', '2', '-sc_threshold', '0', ...KEY],
  'H.264 10-bit': ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p10le', '-crf', '28', ...KEY],
  HEVC: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', ...KEY],
  'HEVC 10-bit': ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-x265-params', 'log-level=error', ...KEY],
  'VP9 10-bit': ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuv420p10le', '-profile:v', '2', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', ...KEY],
  VP8: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '16', '-b:v', '500k', ...KEY],
  VP9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', ...KEY],
  AV1: ['-c:v', 'libsvtav1', '-preset', '12', ...KEY],
  Xvid: ['-c:v', 'mpeg4', '-vtag', 'XVID', '-q:v', '6', '-bf', '1', '-g', '100'],
  'MPEG-4': ['-c:v', 'mpeg4', '-q:v', '6', ...KEY],
  'DivX 3': ['-c:v', 'msmpeg4', '-q:v', '6', ...KEY],
  'MPEG-2': ['-c:v', 'mpeg2video', '-q:v', '6', '-bf', '2', '-g', '15'],
  'MPEG-1': ['-c:v', 'mpeg1video', '-q:v', '6', '-g', '15'],
  'WMV 8': ['-c:v', 'wmv2', '-q:v', '6', ...KEY],
  'WMV 7': ['-c:v', 'wmv1', '-q:v', '6', ...KEY],
  'Flash video': ['-c:v', 'flv', '-q:v', '6', ...KEY],
  ProRes: ['-c:v', 'prores', '-profile:v', '0'],
  Theora: ['-c:v', 'libtheora', '-q:v', '6', ...KEY],
  none: null,
}

const SOUNDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  AAC: [['-c', 'aac', '-b', '96k']], 'AAC 5.1': [['-c', 'aac', '-ac', '6', '-b', '256k']], MP3: [['-c', 'libmp3lame', '-b', '128k']], 'MP3 44.1': [['-c', 'libmp3lame', '-ar', '44100', '-b', '128k']], MP2: [['-c', 'mp2', '-b', '192k']],
  'AC-3': [['-c', 'ac3', '-ac', '6', '-b', '384k']], 'E-AC-3': [['-c', 'eac3', '-ac', '6', '-b', '256k']], DTS: [['-c', 'dca', '-strict', '-2', '-ac', '6']], TrueHD: [['-c', 'truehd', '-strict', '-2', '-ac', '2']],
  Opus: [['-c', 'libopus', '-b', '96k']], Vorbis: [['-c', 'libvorbis', '-ac', '2']], FLAC: [['-c', 'flac']], ALAC: [['-c', 'alac']], PCM: [['-c', 'pcm_s16le']], 'PCM big-endian': [['-c', 'pcm_s16be']], WMA: [['-c', 'wmav2', '-b', '128k']],
  none: [], 'AAC + AC-3': [['-c', 'aac', '-b', '96k'], ['-c', 'ac3', '-b', '192k']], 'AC-3 + AAC': [['-c', 'ac3', '-b', '192k'], ['-c', 'aac', '-b', '96k']],
}

/** Container (which is also the extension), its further arguments, and what is put into it: picture/sound. */
const CONTAINERS: readonly { readonly name: string; readonly extension: string; readonly output?: readonly string[]; readonly inside: readonly string[] }[] = [
  { name: 'MP4', extension: 'mp4', output: ['-strict', '-2'], inside: ['H.264/AAC', 'H.264/AAC 5.1', 'H.264/MP3', 'H.264/AC-3', 'H.264/E-AC-3', 'H.264/ALAC', 'H.264/Opus', 'H.264/FLAC', 'HEVC/AAC', 'MPEG-4/AAC', 'VP9/Opus', 'AV1/AAC', 'H.264/none'] },
  { name: 'MP4, index in front', extension: 'mp4', output: ['-movflags', '+faststart'], inside: ['H.264/AAC', 'H.264/AC-3'] },
  { name: 'MP4, fragmented', extension: 'mp4', output: ['-movflags', 'frag_keyframe+empty_moov+delay_moov'], inside: ['H.264/AAC', 'H.264/AC-3'] },
  { name: 'MOV', extension: 'mov', inside: ['H.264/AAC', 'H.264/PCM', 'ProRes/PCM', 'H.264/ALAC'] },
  { name: 'Matroska', extension: 'mkv', inside: [
    'H.264/AAC', 'H.264/MP3', 'H.264/Opus', 'H.264/Vorbis', 'H.264/FLAC', 'H.264/PCM', 'H.264/AC-3', 'H.264/E-AC-3', 'H.264/DTS', 'H.264/TrueHD', 'H.264/MP2', 'H.264/AAC + AC-3', 'H.264/AC-3 + AAC', 'H.264/none',
    'H.264, open groups/DTS', 'H.264 10-bit/AAC', 'H.264 10-bit/AC-3', 'HEVC/AAC', 'HEVC/AC-3', 'HEVC 10-bit/AAC', 'HEVC 10-bit/E-AC-3', 'HEVC/DTS', 'VP9 10-bit/Opus', 'VP9/AC-3', 'AV1/Opus', 'Xvid/MP3', 'MPEG-2/AC-3', 'none/AC-3',
  ] },
  { name: 'Matroska, index in front', extension: 'mkv', output: ['-reserve_index_space', '20000'], inside: ['H.264/AC-3'] },
  { name: 'Matroska without an index', extension: 'mkv', output: ['-live', '1'], inside: ['H.264/AC-3'] },
  { name: 'WebM', extension: 'webm', inside: ['VP8/Vorbis', 'VP9/Opus', 'AV1/Opus'] },
  { name: 'AVI', extension: 'avi', inside: ['Xvid/MP3', 'Xvid/AC-3', 'DivX 3/MP3', 'H.264/MP3', 'MPEG-2/MP2'] },
  { name: 'MPEG-TS', extension: 'ts', inside: ['H.264/AAC', 'H.264/AC-3', 'H.264, interlaced/MP2', 'MPEG-2/MP2', 'HEVC/AAC'] },
  { name: 'MPEG-TS of a disc', extension: 'm2ts', inside: ['H.264/AC-3', 'H.264, open groups/AC-3'] },
  { name: 'MPEG-PS', extension: 'mpg', inside: ['MPEG-2/MP2', 'MPEG-1/MP2'] },
  { name: 'MPEG-PS of a disc', extension: 'vob', inside: ['MPEG-2/AC-3'] },
  { name: 'FLV', extension: 'flv', inside: ['Flash video/MP3 44.1', 'H.264/AAC'] },
  { name: 'FLV with a list of key frames', extension: 'flv', output: ['-flvflags', 'add_keyframe_index'], inside: ['H.264/AAC'] },
  { name: 'WMV', extension: 'wmv', inside: ['WMV 8/WMA', 'WMV 7/WMA'] },
  { name: 'Ogg', extension: 'ogv', inside: ['Theora/Vorbis'] },
  { name: 'sound alone', extension: 'm4a', inside: ['none/AAC', 'none/ALAC'] },
  { name: 'sound alone', extension: 'mp3', inside: ['none/MP3'] },
  { name: 'sound alone', extension: 'flac', inside: ['none/FLAC'] },
  { name: 'sound alone', extension: 'wav', inside: ['none/PCM'] },
  { name: 'sound alone', extension: 'opus', inside: ['none/Opus'] },
  { name: 'sound alone', extension: 'wma', inside: ['none/WMA'] },
  { name: 'sound alone', extension: 'aiff', inside: ['none/PCM big-endian'] },
  { name: 'sound alone', extension: 'ac3', inside: ['none/AC-3'] },
  { name: 'sound alone', extension: 'dts', inside: ['none/DTS'] },
]

/** Every combination of the table, in its order. */
export const MATRIX: readonly MatrixFilm[] = CONTAINERS.flatMap(({ name, extension, output, inside }) => inside.map((both): MatrixFilm => {
  const [picture = '', sound = ''] = both.split('/')
  return { container: name, picture, sound, spec: { container: extension, seconds: SECONDS, flashes: true, video: PICTURES[picture] ?? null, audio: SOUNDS[sound] ?? [], ...(output ? { output } : {}) } }
}))
