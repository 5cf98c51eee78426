import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { fromFfprobe } from '../../../shared/playback/media-info.ts'
import type { MediaInfo } from '../../../shared/playback/media-info.ts'
import { inputArgs, PROBE_LIMITS } from '../../../shared/transcode/guard-args.ts'
import { runToEnd } from './run-process.ts'

export interface ProbeRequest {
  readonly ffprobe: string
  /** The film's address on our own server; verified bytes only. */
  readonly url: string
  readonly cwd: string
  readonly signal: AbortSignal
  /** From the start of ffprobe to its answer, the wait for the film's first bytes included. */
  readonly limitMs: number
}

/** A film of a thousand chapters and every tag takes far less. */
const MAX_ANSWER_BYTES = 4_000_000

/**
 * Looks into a film with ffprobe, whose reads fetch what it needs before all else. Fails: timeout (the bytes did not come
 * in time; later it may work), ffmpegFailed (no film, with the reason), ffmpegMissing, cancelled.
 */
export async function probeFilm({ ffprobe, url, cwd, signal, limitMs }: ProbeRequest): Promise<Result<MediaInfo>> {
  const args = ['-hide_banner', '-v', 'error', ...PROBE_LIMITS, '-print_format', 'json', '-show_format', '-show_streams', '-show_chapters', ...inputArgs(url)]
  const { why, code, stdout, complaints } = await runToEnd({ program: ffprobe, args, cwd, signal, limitMs, maxOutputBytes: MAX_ANSWER_BYTES, hasty: true })
  switch (why) {
    case 'aborted': return fail('cancelled', 'looking into the film is not needed any more')
    case 'timedOut': return fail('timeout', `the film's first bytes did not come within ${String(Math.round(limitMs / 1000))} s`, { limitMs })
    case 'notStarted': return fail('ffmpegMissing', 'ffprobe cannot be started; install ffmpeg again')
    case 'tooMuchMemory': case 'tooMuchOutput': return fail('ffmpegFailed', 'ffprobe was stopped because the file made it grow without end', { end: why })
    case 'exited': return code === 0 ? readAnswer(stdout) : refusal(lastLine(complaints, url))
  }
}

function readAnswer(stdout: Buffer): Result<MediaInfo> {
  try {
    return fromFfprobe(JSON.parse(stdout.toString('utf8')))
  } catch {
    return fail('ffmpegFailed', 'ffprobe gave an answer that makes no sense', { end: 'nonsense' })
  }
}

function refusal(says: string): Result<MediaInfo> {
  return says === '' ? fail('ffmpegFailed', 'ffprobe could not read the file', { end: 'silent' }) : fail('ffmpegFailed', `ffprobe could not read the file: ${says}`, { says })
}

/** The address holds a secret and helps nobody. */
function lastLine(complaints: string, url: string): string {
  return complaints.split('\n').at(-1)?.replaceAll(url, '').replace(/^[\s:]+/, '').slice(-MAX_SAID_CHARS) ?? ''
}

/** Some lines of the window. */
const MAX_SAID_CHARS = 300
