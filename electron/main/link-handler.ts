import path from 'node:path'
import { app } from 'electron'

const SCHEME = 'magnet'
/** Says that the link came from another program: then the person is asked first. macOS says so by an event of its own. */
const FROM_LINK = '--from-link'

/** True when magnet links in other programs open here. Asks the system, which on Linux takes a moment. */
export function linksOpenHere(): boolean {
  return app.isDefaultProtocolClient(SCHEME, ...program())
}

/** Makes them open here, or no longer; the system may refuse, and shows that when it is asked. */
export function setLinksOpenHere(here: boolean): void {
  if (here) app.setAsDefaultProtocolClient(SCHEME, ...program())
  else app.removeAsDefaultProtocolClient(SCHEME, ...program())
}

/** How the system starts this program; a checkout is a runtime with the path of the program. */
function program(): [string, string[]] {
  return [process.execPath, app.isPackaged ? [FROM_LINK] : [path.resolve(app.getAppPath()), FROM_LINK]]
}
