/** A file's name as a title: without its ending, with dots and underscores between words as blanks. Never empty. */
export function filmTitle(fileName: string): string {
  const stem = fileName.replace(/\.[a-z0-9]{2,4}$/iu, '')
  const words = stem.includes(' ') ? stem : stem.replace(/[._]+/gu, ' ')
  return words.trim() || fileName
}
