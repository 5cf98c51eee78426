/** Must be imported before video.js: it would otherwise put style elements on the page, which the page's CSP refuses. */
declare global {
  interface Window {
    VIDEOJS_NO_DYNAMIC_STYLE?: boolean
  }
}

window.VIDEOJS_NO_DYNAMIC_STYLE = true

export {}
