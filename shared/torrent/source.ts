import type { Result } from '../result.ts'
import { fail } from '../result.ts'
import type { Magnet, MagnetOptions } from './magnet.ts'

/** What a text turned out to be. */
export type TextSource =
  | { readonly kind: 'magnet'; readonly magnet: Magnet }
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'path'; readonly path: string }

export function classifyText(text: string, options: MagnetOptions): Result<TextSource> {
  return fail('sourceUnknown', `not built: ${text} ${String(options.allowLocal)}`)
}

export function classifyBytes(bytes: Uint8Array): Result<Uint8Array> {
  return fail('sourceUnknown', `not built: ${String(bytes.length)}`)
}
