/** What our own page may ask the system for; every other permission, and every other page, is refused. */
export function isPermitted(permission: string, origin: string | null, pageOrigin: string): boolean {
  return origin === pageOrigin && PERMISSIONS.has(permission)
}

const PERMISSIONS: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write'])
