/** The lines of a text, whatever ends them (CRLF, LF, CR); a byte order mark at the beginning is none of its letters. */
export function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
}

/** Hours, minutes, seconds and a fraction of any number of digits as milliseconds. */
export function clockMs(hours: string | undefined, minutes: string, seconds: string, fraction: string | undefined): number {
  return (Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Math.round(Number(`0.${fraction ?? '0'}`) * 1000)
}
