/** Seconds as `H:MM:SS`, rounded down: what every renderer takes for REL_TIME (AVTransport:1, 2.2.13). */
export function toUpnpTime(sec: number): string {
  const whole = Math.max(0, Math.floor(sec))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

/** Seconds of `[+]H+:MM:SS[.F+]` or `[+]H+:MM:SS[.F0/F1]`; null for NOT_IMPLEMENTED, an empty text and all else. */
export function parseUpnpTime(text: string): number | null {
  const match = /^\+?(\d{1,5}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,9})(?:\/(\d{1,9}))?)?$/.exec(text.trim())
  if (!match) return null
  const [, hours, minutes, seconds, fraction, divisor] = match
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + fractionOf(fraction, divisor)
}

function fractionOf(fraction: string | undefined, divisor: string | undefined): number {
  if (fraction === undefined) return 0
  if (divisor === undefined) return Number(`0.${fraction}`)
  return Number(divisor) > Number(fraction) ? Number(fraction) / Number(divisor) : 0
}
