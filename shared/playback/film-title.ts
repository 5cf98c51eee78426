/**
 * A file's name as a title: without its ending, with dots and underscores between words as blanks, and without what only
 * tells how the file was made ("1080p BluRay x264-GROUP"), unless a number of the part follows that. Never empty.
 */
export function filmTitle(fileName: string): string {
  const stem = fileName.replace(/\.[a-z0-9]{2,4}$/iu, '')
  const words = (stem.includes(' ') ? stem : stem.replace(/[._]+/gu, ' ')).trim()
  const [making = ''] = MAKING.exec(words) ?? []
  return (PART.test(making) ? words : words.slice(0, words.length - making.length)) || fileName
}

/** From the first word on that no film is called by to the end, with the bracket before it. */
const MAKING = /[\s([{._-]+(?:(?:480|540|576|720|1080|1440|2160|4320)[pi]|blu-?ray|b[rd]-?rip|web-?(?:rip|dl)|hd-?rip|hdtv|dvd-?rip|[xh][ .]?26[45]|hevc|xvid)(?![\p{L}\p{N}]).*$/isu
const PART = /(?<!\p{L})(?:part|teil|cd|disc|vol|ep?|s\d+e)[\s._-]*\d/iu
