/** A colour as `#rrggbb`; null when it is none. Understands #rgb, #rrggbb, rrggbb and the names of HTML 4 and WebVTT. */
export function parseColour(text: string): string | null {
  const value = text.trim().toLowerCase().replace(/^["']|["']$/g, '')
  const [, short] = /^#([0-9a-f]{3})$/.exec(value) ?? []
  if (short !== undefined) return `#${[...short].map((digit) => digit + digit).join('')}`
  const [, long] = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/.exec(value) ?? []
  return long === undefined ? NAMES.get(value) ?? null : `#${long}`
}

/** A number whose bytes are blue, green, red from the top, as ASS and MicroDVD write it, as `#rrggbb`. */
export function bgrColour(value: number): string {
  const hex = (byte: number) => byte.toString(16).padStart(2, '0')
  return `#${hex(value & 255)}${hex((value >> 8) & 255)}${hex((value >> 16) & 255)}`
}

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries({
  white: '#ffffff', lime: '#00ff00', cyan: '#00ffff', aqua: '#00ffff', red: '#ff0000', yellow: '#ffff00', magenta: '#ff00ff', fuchsia: '#ff00ff', blue: '#0000ff', black: '#000000',
  silver: '#c0c0c0', gray: '#808080', grey: '#808080', maroon: '#800000', purple: '#800080', green: '#008000', olive: '#808000', navy: '#000080', teal: '#008080', orange: '#ffa500', pink: '#ffc0cb',
}))
