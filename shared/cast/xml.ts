import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** An element of a device's XML. Names are local: the prefix, which every device chooses as it likes, is cut off. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Text and CDATA directly inside, in order, entities resolved. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

/** No device description or answer seen comes near; a hostile one ends here. */
const LIMITS = { chars: 262_144, elements: 20_000, depth: 64 }

interface Open {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
}

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/
const ATTRIBUTE = /([^\s<>=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * Reads the XML that devices speak: elements, attributes, text, CDATA, the five entities and numeric references (XML 1.0).
 * There is no document type: a text with one is refused, so nothing is ever expanded or fetched. Fails: deviceBroken.
 */
export function readXml(text: string): Result<XmlElement> {
  if (text.length > LIMITS.chars) return broken(`its answer has ${String(text.length)} characters, more than ${String(LIMITS.chars)}`)
  const root = openElement('', new Map())
  const stack = [root]
  let elements = 0
  const reader = new RegExp(TOKEN, 'y')
  reader.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  while (reader.lastIndex < text.length) {
    const at = reader.lastIndex
    const token = reader.exec(text)
    if (!token) return broken(`its answer is no XML at character ${String(at)}`)
    const [, cdata, closed, opened, attributes = '', empty, words] = token
    const top = stack.at(-1) ?? root
    if (cdata !== undefined) top.text += cdata
    else if (words !== undefined) top.text += unescapeXml(words)
    else if (opened !== undefined) {
      if (++elements > LIMITS.elements || stack.length > LIMITS.depth) return broken('its answer has too many elements')
      const element = openElement(opened, readAttributes(attributes))
      top.children.push(element)
      if (empty === '') stack.push(element)
    } else if (closed !== undefined) {
      if (stack.length < 2 || top.name !== localName(closed)) return broken(`its answer closes ${closed} where it is not open`)
      stack.pop()
    }
  }
  const [first] = root.children
  return stack.length === 1 && first && root.children.length === 1 ? ok(first) : broken('its answer is no whole XML document')
}

/** The first element of that local name at any depth, the element itself included; null when there is none. */
export function findElement(element: XmlElement, name: string): XmlElement | null {
  if (element.name === name) return element
  for (const child of element.children) {
    const found = findElement(child, name)
    if (found) return found
  }
  return null
}

/** All elements of that local name, in document order; what lies inside a found one is searched too. */
export function findElements(element: XmlElement, name: string): readonly XmlElement[] {
  const own = element.name === name ? [element] : []
  return [...own, ...element.children.flatMap((child) => findElements(child, name))]
}

/** Text of the first child of that name, trimmed; empty when there is none. */
export function childText(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? ''
}

/** Text as content or attribute value of XML; characters XML 1.0 cannot carry are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** Resolves the five entities and numeric references; anything else stays as written. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const codePoint = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole
  })
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const openElement = (name: string, attributes: Map<string, string>): Open => ({ name: localName(name), attributes, children: [], text: '' })

const localName = (name: string) => name.slice(name.lastIndexOf(':') + 1)

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) attributes.set(localName(name), unescapeXml(double ?? single ?? ''))
  return attributes
}

const broken = (message: string) => fail('deviceBroken', `The device answered in a way that cannot be read: ${message}.`)
