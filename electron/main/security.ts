import { app, session } from 'electron'
import type { Session, WebContents } from 'electron'
import type { Log } from '../../shared/log.ts'
import { isAllowedRequest } from './allowed-requests.ts'
import { originOf } from './origins.ts'
import { isPermitted } from './permissions.ts'

export interface SecurityOptions {
  readonly pageOrigin: string
  /** Origin of media URLs; null while no server runs. */
  readonly mediaOrigin: () => string | null
  readonly log: Log
}

/** What the page may never do, whatever it is made to try. Must run before the first window is made. */
export function secureProgram({ pageOrigin, mediaOrigin, log }: SecurityOptions): void {
  app.on('web-contents-created', (_event, contents) => { secureContents(contents, pageOrigin, log) })
  app.on('certificate-error', (event, _contents, _url, error, _certificate, decide) => {
    event.preventDefault()
    log('security', 'certificateRefused', { error })
    decide(false)
  })
  secureSession(session.defaultSession, pageOrigin)
  secureRequests(session.defaultSession, (url) => isAllowedRequest(url, { pageOrigin, mediaOrigin: mediaOrigin() }), log)
}

function secureContents(contents: WebContents, pageOrigin: string, log: Log): void {
  const refuse = (event: { preventDefault: () => void }, what: string) => {
    event.preventDefault()
    log('security', 'refused', { what })
  }
  // A reload of the page itself is a navigation too; the development server asks for it.
  contents.on('will-navigate', (event) => { if (originOf(event.url) !== pageOrigin) refuse(event, 'navigation') })
  contents.on('will-frame-navigate', (event) => { if (!event.isMainFrame || originOf(event.url) !== pageOrigin) refuse(event, 'frame navigation') })
  contents.on('will-redirect', (event) => { refuse(event, 'redirect') })
  contents.on('will-attach-webview', (event) => { refuse(event, 'webview') })
  contents.setWindowOpenHandler(() => {
    log('security', 'refused', { what: 'window' })
    return { action: 'deny' }
  })
}

function secureSession(target: Session, pageOrigin: string): void {
  target.setPermissionRequestHandler((contents, permission, decide) => { decide(isPermitted(permission, originOf(contents.getURL()), pageOrigin)) })
  target.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, originOf(origin), pageOrigin))
  target.setDevicePermissionHandler(() => false)
  target.on('will-download', (event) => { event.preventDefault() })
}

/** The page's policy leaves every port of loopback open; of those only the media server's is ours. */
function secureRequests(target: Session, isAllowed: (url: string) => boolean, log: Log): void {
  target.webRequest.onBeforeRequest((details, decide) => {
    const cancel = !isAllowed(details.url)
    if (cancel) log('security', 'refused', { what: 'request', kind: details.resourceType })
    decide({ cancel })
  })
}
