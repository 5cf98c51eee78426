/** What is read of a keyboard event (UI Events, 4.3.1). */
export interface KeyPress {
  readonly key: string
  /** The place on the keyboard, such as `KeyK`; says what a key means where letters are not Latin. */
  readonly code: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** Stands for each of the ten digits. */
export const DIGITS = 'Digits'

/** A modifier alone, a dead key or an input method under way is no key yet. */
const NO_KEYS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'Dead', 'Process', 'Unidentified', 'Compose'])

/**
 * The name of what was pressed: `K`, `Shift+ArrowLeft`, `?`, `Ctrl+O`; null when it is no key yet. Meta counts as Ctrl, as
 * on a Mac. Shift is named with letters and named keys only: of `?` it is a part.
 */
export function keyName(press: KeyPress): string | null {
  if (NO_KEYS.has(press.key)) return null
  const base = baseOf(press)
  // AltGr arrives as Ctrl and Alt together, and makes other characters.
  const made = press.ctrlKey && press.altKey && isSign(base)
  const shift = press.shiftKey && !isSign(base) && !/^\d$/u.test(base)
  return [!made && (press.ctrlKey || press.metaKey) ? 'Ctrl+' : '', !made && press.altKey ? 'Alt+' : '', shift ? 'Shift+' : '', base].join('')
}

/** `+` joins the parts of a name, so the key itself has a word. */
function baseOf({ key, code }: KeyPress): string {
  if (key === ' ') return 'Space'
  if (key === '+') return 'Plus'
  if (key.length > 1 || isLatin(key)) return key.length > 1 ? key : key.toUpperCase()
  const [, letter] = /^Key([A-Z])$/u.exec(code) ?? []
  return letter !== undefined && key.toLowerCase() !== key.toUpperCase() ? letter : key
}

const isLatin = (key: string) => /^[a-z]$/iu.test(key)
const isSign = (base: string) => base === 'Plus' || (base.length === 1 && !/^[\p{L}\d]$/u.test(base))

/** The parts of a name, to be drawn one by one: `Shift+ArrowLeft` is Shift and ArrowLeft. */
export function keyParts(name: string): readonly string[] {
  return name.split('+')
}

const ACCELERATOR_WORDS: Readonly<Record<string, string>> = { Ctrl: 'CmdOrCtrl', ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', Escape: 'Esc' }

/** The name as menus write it; null for a key that menus have no word for. */
export function acceleratorOf(name: string): string | null {
  return name === DIGITS ? null : keyParts(name).map((part) => ACCELERATOR_WORDS[part] ?? part).join('+')
}

/** True for keys that no text field, button or list needs for itself. */
export function hasModifier(name: string): boolean {
  return name.startsWith('Ctrl+') || name.startsWith('Alt+')
}

/** Keys that move between buttons, press them, or edit text in every program: they are never given away. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name)
}

const RESERVED: ReadonlySet<string> = new Set(['Tab', 'Shift+Tab', 'Enter', 'Shift+Enter', 'Escape', 'Ctrl+V', 'Ctrl+C', 'Ctrl+X', 'Ctrl+Z', 'Ctrl+A', 'Ctrl+Q', 'Ctrl+W', 'Alt+F4', 'Alt+Tab'])
