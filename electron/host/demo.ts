import { CodedError } from '../../shared/errors.ts'
import { createDemoSeeder } from './engine/demo-seeder.ts'
import type { DemoSeeder } from './engine/demo-seeder.ts'

/** The seeder behind the Demo: begun when it is first wanted, and again after it failed. */
export interface Demo {
  /** Throws CodedError ffmpegMissing where no clip was built. */
  readonly open: () => Promise<DemoSeeder>
  close(): Promise<void>
}

export function createDemo(clipPath: string | null): Demo {
  let seeder: Promise<DemoSeeder> | null = null
  return {
    open: async () => {
      if (!clipPath) throw new CodedError({ code: 'ffmpegMissing', message: 'the demo clip was not built, because ffmpeg is missing; install ffmpeg and start again', details: {} })
      seeder ??= createDemoSeeder(clipPath)
      seeder.catch(() => { seeder = null })
      return seeder
    },
    close: async () => { await seeder?.then((open) => open.close(), () => undefined) },
  }
}
