/** Endings of files taken for subtitles when they are dropped on the picture or chosen; their content decides. */
export const SUBTITLE_ENDINGS = ['srt', 'vtt', 'ass', 'ssa', 'sub', 'mpl'] as const

/** True for a name that ends like subtitles do. */
export function isSubtitleFile(name: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return SUBTITLE_ENDINGS.some((known) => known === ending)
}
