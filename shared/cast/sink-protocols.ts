/** The media types a renderer takes over HTTP, lower case, without parameters; `*` when it takes any. ConnectionManager:1, 2.2.3. */
export function parseSink(sink: string): ReadonlySet<string> {
  const entries = sink.slice(0, MAX_CHARS).split(/(?<!\\),/)
  const types = entries.flatMap((entry) => {
    const [protocol = '', , type = ''] = entry.trim().split(':')
    return protocol === 'http-get' || protocol === '*' ? [(type.split(';')[0] ?? '').trim().toLowerCase()] : []
  })
  return new Set(types.filter((type) => type !== ''))
}

/** Televisions list some hundreds of profiles in about 40 kB. */
const MAX_CHARS = 131_072

/** The names devices use for one kind of media, the most usual first. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  'video/x-matroska': ['video/x-matroska', 'video/x-mkv', 'video/matroska'],
  'video/mp4': ['video/mp4', 'video/x-m4v', 'video/quicktime'],
  'video/mp2t': ['video/vnd.dlna.mpeg-tts', 'video/mpeg', 'video/mp2t', 'video/mpegts'],
  'video/webm': ['video/webm'],
  'video/x-msvideo': ['video/x-msvideo', 'video/avi', 'video/divx', 'video/x-divx', 'video/msvideo'],
  'video/quicktime': ['video/quicktime', 'video/mp4'],
  'audio/mpeg': ['audio/mpeg', 'audio/mp3', 'audio/x-mp3'],
  'audio/mp4': ['audio/mp4', 'audio/x-m4a', 'audio/aac'],
  'audio/flac': ['audio/flac', 'audio/x-flac'],
  'audio/ogg': ['audio/ogg', 'application/ogg'],
}

/**
 * The name under which this renderer takes a kind of media, to be announced and served exactly so; null when it takes
 * none of the names. A renderer that named no types at all is given the benefit of the doubt.
 */
export function sinkTypeFor(mediaType: string, sink: ReadonlySet<string>): string | null {
  const names = SYNONYMS[mediaType] ?? [mediaType]
  if (sink.size === 0 || sink.has('*') || sink.has('*/*')) return names[0] ?? mediaType
  return names.find((name) => sink.has(name) || sink.has(`${name.split('/')[0] ?? ''}/*`)) ?? null
}
