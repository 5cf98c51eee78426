/** A way to make H.264 pictures. Hardware ones are tried before they are believed: being listed means nothing. */
export interface Encoder {
  readonly name: 'libx264' | 'h264_videotoolbox' | 'h264_nvenc' | 'h264_qsv' | 'h264_amf' | 'h264_vaapi' | 'libopenh264'
  readonly hardware: boolean
}

/** Best first per system; the software ones close every list. */
const CANDIDATES: Readonly<Record<string, readonly Encoder['name'][]>> = {
  darwin: ['h264_videotoolbox'],
  win32: ['h264_nvenc', 'h264_qsv', 'h264_amf'],
  linux: ['h264_nvenc', 'h264_vaapi', 'h264_qsv'],
}
const SOFTWARE: readonly Encoder['name'][] = ['libx264', 'libopenh264']

/** The encoders worth a trial: those ffmpeg lists, hardware first. */
export function encoderCandidates(listed: ReadonlySet<string>, platform: string): readonly Encoder[] {
  const hardware = (CANDIDATES[platform] ?? []).map((name) => ({ name, hardware: true }))
  return [...hardware, ...SOFTWARE.map((name) => ({ name, hardware: false }))].filter(({ name }) => listed.has(name))
}

/** Really encodes a fifth of a second; exit code 0 is the proof. */
export function trialArgs(encoder: Encoder): readonly string[] {
  return ['-hide_banner', '-nostdin', '-loglevel', 'error', ...deviceArgs(encoder), '-f', 'lavfi', '-i', 'testsrc2=s=256x144:r=25:d=0.2', '-vf', pictureFilters(encoder, []).join(','), ...encoderArgs(encoder, { quality: 'normal', height: 144, threads: 1 }), '-f', 'null', '-']
}

/** What must stand before the input. */
export function deviceArgs({ name }: Encoder): readonly string[] {
  return name === 'h264_vaapi' ? ['-vaapi_device', '/dev/dri/renderD128'] : []
}

/** The filters with what the encoder wants at their end. */
export function pictureFilters({ name }: Encoder, filters: readonly string[]): readonly string[] {
  return [...filters, ...(name === 'h264_vaapi' ? ['format=nv12', 'hwupload'] : ['format=yuv420p'])]
}

export interface PictureWish {
  /** `quick`: the last rung of the ladder and slow processors. */
  readonly quality: 'normal' | 'quick'
  /** Lines of the picture that is made; sets the bit rate. */
  readonly height: number
  readonly threads: number
}

/** Half of what the preset looks ahead: 35 MB less at 1080 lines, for the same time of the processor. */
const LOOKAHEAD_PICTURES = '5'

/** Arguments of the picture's encoder. Key frames are forced by the caller alone, so that cells begin where they should. */
export function encoderArgs({ name }: Encoder, { quality, height, threads }: PictureWish): readonly string[] {
  const bits = maxBits(height)
  const rate = ['-maxrate', String(bits), '-bufsize', String(bits * 2)]
  const target = ['-b:v', String(Math.round(bits * 0.7)), ...rate]
  const common = ['-g', '1000']
  switch (name) {
    case 'libx264': return ['-c:v', name, ...(quality === 'quick' ? ['-preset', 'superfast'] : ['-preset', 'veryfast', '-rc-lookahead', LOOKAHEAD_PICTURES]), '-crf', '23', ...rate, '-profile:v', 'high', '-sc_threshold', '0', '-threads', String(threads), ...common]
    case 'libopenh264': return ['-c:v', name, '-b:v', String(bits), '-threads', String(threads), ...common]
    case 'h264_videotoolbox': return ['-c:v', name, '-realtime', '1', ...target, '-profile:v', 'high', ...common]
    case 'h264_nvenc': return ['-c:v', name, '-preset', 'fast', '-forced-idr', '1', ...target, '-profile:v', 'high', ...common]
    case 'h264_qsv': return ['-c:v', name, '-preset', 'veryfast', '-forced_idr', '1', ...target, '-profile:v', 'high', ...common]
    case 'h264_amf': return ['-c:v', name, '-quality', 'speed', ...target, '-profile:v', 'high', ...common]
    case 'h264_vaapi': return ['-c:v', name, ...target, '-profile:v', 'high', ...common]
  }
}

/** Bounds in bits a second that common encodes of the size stay below. */
function maxBits(height: number): number {
  if (height <= 480) return 2_000_000
  if (height <= 720) return 4_000_000
  return height <= 1080 ? 8_000_000 : 16_000_000
}
