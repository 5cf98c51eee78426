/** Character sets subtitles are written in, as the Encoding standard (WHATWG) names them. */
export const CHARSETS = [
  'utf-8', 'utf-16le', 'utf-16be',
  'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'windows-874',
  'iso-8859-2', 'iso-8859-5', 'iso-8859-7', 'iso-8859-8', 'koi8-r',
  'gb18030', 'big5', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'euc-kr',
] as const
export type Charset = (typeof CHARSETS)[number]

/** True for the name of a set that is read here. */
export function isCharset(name: string): name is Charset {
  return CHARSETS.some((charset) => charset === name)
}
