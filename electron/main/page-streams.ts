/** The streams that the page has open in the host. A page whose window was closed, that was loaded again or that crashed says no goodbye: its streams are closed for it. */
export interface PageStreams {
  /** The page asks for a stream; what is returned takes the id that came of it. A page that is gone by then has no use for it. */
  readonly ask: () => (streamId: string) => void
  /** The page closed it itself. */
  readonly forget: (streamId: string) => void
  /** The page is gone. */
  readonly leave: () => void
}

export function createPageStreams(close: (streamId: string) => void): PageStreams {
  let ofThisPage = new Set<string>()

  return {
    ask: () => {
      const mine = ofThisPage
      return (streamId) => {
        if (mine === ofThisPage) mine.add(streamId)
        else close(streamId)
      }
    },
    forget: (streamId) => { ofThisPage.delete(streamId) },
    leave: () => {
      const left = ofThisPage
      ofThisPage = new Set()
      for (const streamId of left) close(streamId)
    },
  }
}
