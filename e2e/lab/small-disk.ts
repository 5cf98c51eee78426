import { mkdir } from 'node:fs/promises'
import { mustRun, runTool } from './run-tool.ts'

/** A file system of a few megabytes, or one that refuses every write. */
export interface SmallDisk {
  readonly path: string
  readonly close: () => Promise<void>
}

/** Mounts a file system in memory; null where the system does not let us mount, which tests must then say. */
export async function mountSmallDisk(folder: string, wish: { readonly sizeBytes: number; readonly readOnly?: boolean }): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true })
  const options = `size=${wish.sizeBytes}${wish.readOnly === true ? ',ro' : ''}`
  const mounted = await runTool('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  if (mounted.code !== 0) return null
  let open = true
  return {
    path: folder,
    close: async () => {
      if (!open) return
      open = false
      // lazily: a program under test that was killed may hold the last file for another moment
      await mustRun('umount', ['--lazy', folder])
    },
  }
}
