/** Whoever changes it more often loses sight of the oldest; its films are still on the disk. */
export const MAX_FORMER_FOLDERS = 16

/** What is remembered of the folder for kept films. */
export interface KeptFolders {
  /** Null = the usual one, which is always looked into. */
  readonly keptFolder: string | null
  readonly formerKeptFolders: readonly string[]
}

/** Another folder for kept films, null = the usual one. The one before it is still looked into. */
export function changeKeptFolder({ keptFolder, formerKeptFolders }: KeptFolders, next: string | null): { readonly keptFolder: string | null; readonly formerKeptFolders: string[] } {
  const former = keptFolder === null ? formerKeptFolders : [keptFolder, ...formerKeptFolders]
  return { keptFolder: next, formerKeptFolders: [...new Set(former)].filter((each) => each !== next).slice(0, MAX_FORMER_FOLDERS) }
}
