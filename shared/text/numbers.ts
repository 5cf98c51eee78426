import type { Language } from './language.ts'
import { languageNow } from './language.ts'

/** Numbers as people read them, in the language of the program. Decimal units (1 kB = 1000 bytes), as download rates and disks are sold. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const
const STEP = 1000

/** Bytes with one decimal below 100, such as "3.1 MB"; bytes and kilobytes are whole. Negative and NaN count as 0. */
export function formatBytes(bytes: number): string {
  const { value, unit } = scale(bytes)
  return `${value} ${unit}`
}

/** Bytes per second, such as "320 kB/s". */
export function formatRate(bytesPerSec: number): string {
  return `${formatBytes(bytesPerSec)}/s`
}

/** A share of a whole in the whole's unit, such as "3.1 of 4.0 MB". */
export function formatShare(haveBytes: number, needBytes: number): string {
  const exponent = exponentOf(needBytes)
  return `${inUnit(Math.min(haveBytes, needBytes), exponent)} ${OF[languageNow()]} ${inUnit(needBytes, exponent)} ${unitOf(exponent)}`
}

const OF: Readonly<Record<Language, string>> = { en: 'of', de: 'von' }

/** Whole per cent of have in need, 0..100; 0 when nothing is needed. Never 100 before all is there. */
export function percentOf(have: number, need: number): number {
  if (!(need > 0)) return 0
  return Math.max(0, Math.min(100, Math.floor((have / need) * 100)))
}

/** "1 peer", "2 peers"; the plural is the singular with "s" unless given. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return plurals(count, { one: singular, other: plural })
}

/** Words for numbers, by the plural rules of the language (Unicode CLDR): English has one and other, Arabic has all six. */
export type PluralForms = { readonly [Rule in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & { readonly other: string }

/** A whole number and the word that goes with it; negative counts as 0. */
export function plurals(count: number, forms: PluralForms): string {
  const whole = Math.max(0, Math.floor(count))
  const rule = new Intl.PluralRules(languageNow()).select(whole)
  return `${new Intl.NumberFormat(languageNow(), { useGrouping: whole >= 10_000 }).format(whole)} ${forms[rule] ?? forms.other}`
}

/** A number with so many decimals, in the language's own signs. */
export function formatDecimal(value: number, decimals: number): string {
  return new Intl.NumberFormat(languageNow(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false }).format(value)
}

/**
 * How days are written, such as "21 Nov 2026", for many of them: what writes them costs as much as fifty, so there is one, from the
 * first day on. `timeZone` as in the IANA database; the computer's own unless given.
 */
export function dayFormat(timeZone?: string): (ms: number) => string {
  const language = languageNow()
  let format: Intl.DateTimeFormat | null = null
  return (ms) => (format ??= new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...(timeZone === undefined ? {} : { timeZone }) })).format(ms)
}

/** A place on the time line: "0:05", "7:40", "1:02:10". Negative and NaN count as 0. */
export function formatClock(sec: number): string {
  const whole = Math.floor(positive(sec))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = `${hours > 0 ? twoDigits(minutes) : String(minutes)}:${twoDigits(whole % 60)}`
  return hours > 0 ? `${String(hours)}:${rest}` : rest
}

/** What lies ready after the picture: "0.6 s" while it is little, for "0:00" would say that there is nothing; from ten seconds "0:12". Rounded down. */
export function formatCushion(sec: number): string {
  return positive(sec) < 10 ? `${formatDecimal(Math.floor(positive(sec) * 10) / 10, 1)} s` : formatClock(sec)
}

/** A length of waiting: "2 s", "1:20", "25 min", "3 h". Rounded up, so that it never promises too much. */
export function formatWait(sec: number): string {
  const whole = Math.ceil(positive(sec))
  if (whole < 60) return `${String(Math.max(1, whole))} s`
  if (whole < 600) return formatClock(whole)
  if (whole < 5400) return `${String(Math.ceil(whole / 60))} min`
  return `${String(Math.ceil(whole / 3600))} h`
}

/** What is left of a film: as formatWait below ten minutes, then "48 min", "1 h", "1 h 47 min"; nobody plans an evening by whole hours. */
export function formatLeft(sec: number): string {
  if (Math.ceil(positive(sec)) < 600) return formatWait(sec)
  const minutes = Math.ceil(positive(sec) / 60)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 ? `${String(hours)} h` : '', rest > 0 ? `${String(rest)} min` : ''].filter((part) => part !== '').join(' ')
}

/** How long something is past: "12 seconds ago", "3 minutes ago", "2 days ago". */
export function formatAgo(sec: number): string {
  const whole = Math.floor(positive(sec))
  const [count, unit] = whole < 60 ? [whole, 'second'] as const : whole < 3600 ? [whole / 60, 'minute'] as const : whole < 172_800 ? [whole / 3600, 'hour'] as const : [whole / 86_400, 'day'] as const
  return new Intl.RelativeTimeFormat(languageNow()).format(-Math.floor(count), unit)
}

/** A time for screen readers: "1 hour 2 minutes 10 seconds". */
export function speakClock(sec: number): string {
  const whole = Math.floor(positive(sec))
  const parts = [
    { count: Math.floor(whole / 3600), unit: 'hour' },
    { count: Math.floor((whole % 3600) / 60), unit: 'minute' },
    { count: whole % 60, unit: 'second' },
  ].filter((part) => part.count > 0)
  return parts.length === 0 ? inWords(0, 'second') : parts.map((part) => inWords(part.count, part.unit)).join(' ')
}

function inWords(count: number, unit: string): string {
  return new Intl.NumberFormat(languageNow(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

function scale(bytes: number): { value: string; unit: string } {
  const exponent = exponentOf(bytes)
  return { value: inUnit(bytes, exponent), unit: unitOf(exponent) }
}

function exponentOf(bytes: number): number {
  let exponent = 0
  // 999.5 would be shown as "1000": move on to the next unit just before.
  while (positive(bytes) / STEP ** exponent >= 999.5 && exponent < UNITS.length - 1) exponent += 1
  return exponent
}

function inUnit(bytes: number, exponent: number): string {
  const value = positive(bytes) / STEP ** exponent
  return value < 99.95 && exponent >= 2 ? formatDecimal(value, 1) : String(Math.round(value))
}

function unitOf(exponent: number): string {
  return UNITS[exponent] ?? 'TB'
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function positive(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : 0
}
