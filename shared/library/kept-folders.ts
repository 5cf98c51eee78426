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
  return { keptFolder: next, formerKeptFolders: withFormer(formerKeptFolders, keptFolder, next) }
}

/** Another folder for all films, null = a temporary one. What was kept in the one before it is still looked for there. */
export function changeDownloadFolder({ downloadFolder, formerKeptFolders }: { readonly downloadFolder: string | null; readonly formerKeptFolders: readonly string[] }, next: string | null): { readonly downloadFolder: string | null; readonly formerKeptFolders: string[] } {
  return { downloadFolder: next, formerKeptFolders: withFormer(formerKeptFolders, downloadFolder, next) }
}

/** The newest first, each once, without the one that is in use now. */
function withFormer(former: readonly string[], before: string | null, next: string | null): string[] {
  const all = before === null ? former : [before, ...former]
  return [...new Set(all)].filter((each) => each !== next).slice(0, MAX_FORMER_FOLDERS)
}
