/**
 * What every run on a stranger's file begins with. The two lists are the guard: a playlist, a concat script or a subtitle
 * in film's clothing opens no other file and no other address, because only http over tcp may be spoken and only these
 * containers are opened at all. Names of files are never arguments.
 */
export const INPUT_GUARD: readonly string[] = [
  '-protocol_whitelist', 'http,tcp',
  '-format_whitelist', [
    'mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'flv', 'asf', 'ogg', 'wav', 'w64', 'aiff', 'flac', 'mp3', 'aac', 'ac3', 'eac3', 'dts', 'truehd', 'rm', 'h264', 'hevc', 'm4v', 'dv', 'nut', 'ape', 'wv', 'tta', 'amr', 'caf',
    'srt', 'ass', 'webvtt',
  ].join(','),
]

/** Bytes and time ffmpeg may look at before it says what a film is: MPEG-TS and odd Matroska need this much, 20 MB is the bound for strangers. */
export const PROBE_LIMITS: readonly string[] = ['-probesize', '5M', '-analyzeduration', '5M']

/** No prompt on the terminal, no banner, only complaints. */
export const QUIET: readonly string[] = ['-hide_banner', '-nostdin', '-loglevel', 'error']

/** The input of a run: our own address of the film. A cut connection is taken up again at the same byte. */
export function inputArgs(url: string): readonly string[] {
  return [...INPUT_GUARD, '-reconnect', '1', '-reconnect_delay_max', '2', '-i', url]
}
