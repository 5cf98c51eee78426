import { ok } from '../shared/result.ts'
import { chooseLanguage, speak } from '../shared/text/language.ts'
import type { Bridge } from './bridge.ts'
import { createOpener } from './open/create-opener.ts'
import type { AppParts } from './state/app-context.tsx'
import { applyCurrentCast, applyEvents, applyLibraryList, applyPageReady, applyPlayers, applyTorrentList } from './state/apply-events.ts'
import { createAppStore } from './state/store.ts'

/** Builds the page's parts and listens before it tells main that it does, so that no open request is lost. */
export async function startPage(bridge: Bridge): Promise<AppParts> {
  const store = createAppStore()
  const opener = createOpener(bridge, store)
  // Before the settings are seen by anybody who draws.
  bridge.on('app.settingsChanged', ({ language }) => { speak(chooseLanguage(language, navigator.language)) })
  applyEvents(bridge, store)
  bridge.on('app.openRequest', ({ source, ask }) => {
    if (ask) opener.offer(source)
    else void opener.open([ok(source)])
  })
  const [ready, library] = await Promise.all([bridge.call('app.pageReady', {}), bridge.call('app.listLibrary', {})])
  if (ready.ok) {
    speak(chooseLanguage(ready.value.settings.language, navigator.language))
    applyPageReady(store, ready.value)
  }
  else store.setState({ problem: ready.error })
  if (library.ok) applyLibraryList(store, library.value)
  const listTorrents = async () => {
    const open = await bridge.call('media.listTorrents', {})
    if (open.ok) applyTorrentList(store, open.value)
    const found = await bridge.call('media.findPlayers', {})
    if (found.ok) applyPlayers(store, found.value)
  }
  let isNew = true
  /** A film may be on a device that this page knows nothing of: it was loaded again, or the host was. */
  const joinCast = async () => {
    const now = await bridge.call('media.currentCast', {})
    if (!now.ok) return
    const { cast, place } = store.getState()
    applyCurrentCast(store, now.value)
    // What the device says may come before the answer, and a new page has nothing else to show then.
    const isUnseen = cast === null || (isNew && place.kind === 'home')
    isNew = false
    if (isUnseen && now.value.cast) opener.show(now.value.cast.infoHash, now.value.cast.fileIndex)
  }
  const lookAgain = async () => {
    await listTorrents()
    await joinCast()
  }
  bridge.on('app.hostChanged', ({ state }) => { if (state === 'running') void lookAgain() })
  void lookAgain()
  return { bridge, store, opener }
}
