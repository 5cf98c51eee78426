/** What a path below `/torrents/{torrent}/subtitles/{file}` names: `track` null is the list of them, `from` counts cues left out at the front. */
export interface SubtitlePath {
  readonly track: string | null
  readonly form: 'vtt' | 'json'
  readonly from: number
}

/** Nothing lists them, `{track}` with or without `.vtt` is WebVTT, with `.json` the window's form; null for any other name. */
export function parseSubtitlePath([name, ...others]: readonly string[], query: string): SubtitlePath | null {
  const [, track, form] = /^([a-z]{1,10}-\d{1,9})(\.vtt|\.json)?$/.exec(name ?? '') ?? []
  if (others.length > 0 || (name !== undefined && track === undefined)) return null
  const from = Number(/(?:^|&)from=(\d{1,9})(?:&|$)/.exec(query)?.[1] ?? 0)
  return { track: track ?? null, form: form === '.json' ? 'json' : 'vtt', from }
}
