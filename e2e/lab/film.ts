/** A film that was made for a test. */
export interface Film {
  readonly path: string
  /** File name with its extension. */
  readonly name: string
  readonly lengthBytes: number
}
