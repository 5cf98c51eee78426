/** One figure of a soak: where it began and where it ended. */
export interface SoakRow {
  readonly what: string
  readonly before: string
  readonly after: string
}

/** What a soak found. */
export interface SoakReport {
  readonly rows: readonly SoakRow[]
  /** Sentences; none when all is well. */
  readonly faults: readonly string[]
}

/** A soak that can be chosen by name. */
export interface Soak {
  readonly name: string
  readonly title: string
  /** `say` hears about its progress; `round` is another number each time it runs. */
  readonly run: (say: (line: string) => void, round: number) => Promise<SoakReport>
}

/** Bytes for a table. */
export function mib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}
