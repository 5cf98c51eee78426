import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connectBridge } from './bridge.ts'
import { startPage } from './start-page.ts'
import { AppProvider } from './state/app-context.tsx'
import { loadPlayer } from './torrent-place.tsx'
import './styles/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')

const parts = await startPage(connectBridge())
createRoot(root).render(
  <StrictMode>
    <AppProvider parts={parts}><App /></AppProvider>
  </StrictMode>,
)

// The second frame begins when the first one is done. What nobody waits for comes after it: the water moves, and the player is read, so
// that the first film does not wait for it.
requestAnimationFrame(() => { requestAnimationFrame(() => {
  document.documentElement.dataset['drawn'] = 'true'
  requestIdleCallback(() => { void loadPlayer() })
}) })
