import * as v from 'valibot'
import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/**
 * The only door to the schema-validation package: validators whose TypeScript types are inferred from them.
 * Objects are strict: an unknown key is refused, so that nothing crosses a process border unseen.
 */
export type Schema<T> = v.GenericSchema<unknown, T>
export type ValueOf<S> = S extends Schema<infer T> ? T : never

/** Fails with the path of the first bad field. Fails: invalidMessage. */
export function check<T>(schema: Schema<T>, value: unknown): Result<T> {
  const outcome = v.safeParse(schema, value, { abortEarly: true })
  if (outcome.success) return ok(outcome.output)
  const issue = outcome.issues[0]
  const path = v.getDotPath(issue) ?? '(whole value)'
  return fail('invalidMessage', `${path}: ${issue.message}`, { path })
}

export const object = v.strictObject
export const nullable = v.nullable
export const literal = v.literal
export const boolean = v.boolean
export const variant = v.variant
export const picklist = v.picklist
export const optional = v.exactOptional

/** A list with an upper bound: everything that can grow has one. */
export const list = <T>(item: Schema<T>, max: number) => v.pipe(v.array(item), v.maxLength(max))
/** Text of at most `max` UTF-16 units. */
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
/** A finite number within bounds, both included. */
export const number = (min: number, max: number) => v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max))
/** A safe integer within bounds, both included. */
export const integer = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max))
/** Bytes of at most `max` length. */
export const bytes = (max: number) => v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= max, `at most ${String(max)} bytes`)
/** A value that passes a type guard, such as a branded identifier. */
export const guarded = <T extends string>(guard: (value: string) => value is T, message: string) => v.custom<T>((value) => typeof value === 'string' && guard(value), message)
/** Short string keys to strings, numbers or booleans: the details of an error. */
export const details = v.record(v.pipe(v.string(), v.maxLength(64)), v.union([v.pipe(v.string(), v.maxLength(4096)), v.number(), v.boolean()]))
/** Any plain value; for envelopes whose content is checked by name afterwards. */
export const anything = v.unknown
/** Nothing at all. */
export const nothing = v.strictObject({})
