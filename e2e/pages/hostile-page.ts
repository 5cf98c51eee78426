import type { Page } from '@playwright/test'

/** What a page learned by one attempt: nothing at all, or what it could tell. */
export type Learned = string

/** The ways in which a page can make its browser ask another server for something, each with the words for having learned nothing. */
export const ATTEMPTS = [
  'fetch', 'fetch with a header', 'fetch of a range', 'XMLHttpRequest', 'image', 'video', 'video with CORS', 'audio', 'track', 'script', 'module', 'style', 'font', 'frame', 'object', 'embed', 'worker',
  'WebSocket', 'EventSource', 'form', 'ping', 'prefetch', 'preload', 'window',
] as const
export type Attempt = (typeof ATTEMPTS)[number]

/** An attempt that takes longer has learned nothing but that something listens, which a page can tell of every port. */
const LIMIT_MS = 2000

/** Makes the page try it; answers with `nothing` or with what it got. */
export async function attempt(page: Page, how: Attempt, url: string, limitMs = LIMIT_MS): Promise<Learned> {
  return page.evaluate(tryIt, { how, url, limitMs })
}

/** Runs in the page. */
async function tryIt({ how, url, limitMs }: { how: Attempt; url: string; limitMs: number }): Promise<string> {
  const settled = (element: HTMLElement, good: string) =>
    new Promise<string>((resolve) => {
      element.addEventListener(good, () => { resolve(`${element.tagName}: ${good}`) })
      element.addEventListener('error', () => { resolve('nothing') })
    })
  const element = (tag: string, set: Record<string, string>, good = 'load') => {
    const made = document.createElement(tag)
    const outcome = settled(made, good)
    for (const [name, value] of Object.entries(set)) made.setAttribute(name, value)
    document.body.append(made)
    return outcome.finally(() => { made.remove() })
  }
  const body = async (response: Promise<Response>) => {
    try {
      const got = await response
      const text = await got.text()
      return got.status === 0 && text === '' ? 'nothing' : `${got.status} ${text.slice(0, 50)}`
    } catch {
      return 'nothing'
    }
  }
  const media = (tag: string, more: Record<string, string> = {}) => element(tag, { ...more, preload: 'auto', src: url }, 'loadedmetadata')
  const framed = async (tag: string, name: string) => {
    const made = document.createElement(tag)
    made.setAttribute(name, url)
    const loaded = new Promise((resolve) => { ['load', 'error'].forEach((event) => { made.addEventListener(event, resolve) }) })
    document.body.append(made)
    await loaded
    const read = made instanceof HTMLIFrameElement || made instanceof HTMLObjectElement ? (made.contentDocument?.body?.innerText ?? '') : ''
    const parts = made instanceof HTMLIFrameElement ? (made.contentWindow?.length ?? 0) : 0
    made.remove()
    return read === '' && parts === 0 ? 'nothing' : `${tag}: ${read} ${parts}`
  }
  const connected = (socket: WebSocket | EventSource) =>
    new Promise<string>((resolve) => {
      socket.addEventListener('open', () => { resolve('open') })
      socket.addEventListener('message', () => { resolve('message') })
      socket.addEventListener('error', () => { resolve('nothing') })
    }).finally(() => { socket.close() })
  const ways: Record<Attempt, () => Promise<string>> = {
    fetch: () => body(fetch(url)),
    'fetch with a header': () => body(fetch(url, { headers: { 'X-Wish': 'please' } })),
    'fetch of a range': () => body(fetch(url, { headers: { Range: 'bytes=0-9' } })),
    XMLHttpRequest: () => new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.addEventListener('load', () => { resolve(`${request.status} ${request.responseText.slice(0, 50)}`) })
      request.addEventListener('error', () => { resolve('nothing') })
      request.open('GET', url)
      request.send()
    }),
    image: () => element('img', { src: url }),
    video: () => media('video'),
    'video with CORS': () => media('video', { crossorigin: 'anonymous' }),
    audio: () => media('audio'),
    track: async () => {
      const video = document.createElement('video')
      const track = document.createElement('track')
      const outcome = settled(track, 'load')
      video.append(track)
      document.body.append(video)
      track.track.mode = 'showing'
      track.src = url
      return outcome.finally(() => { video.remove() })
    },
    script: () => element('script', { src: url }),
    module: () => element('script', { type: 'module', src: url }),
    style: () => element('link', { rel: 'stylesheet', href: url }),
    font: async () => {
      try {
        await new FontFace('stolen', `url(${url})`).load()
        return 'font'
      } catch {
        return 'nothing'
      }
    },
    frame: () => framed('iframe', 'src'),
    object: () => framed('object', 'data'),
    embed: () => framed('embed', 'src'),
    worker: async () => {
      try {
        return await new Promise<string>((resolve) => {
          const worker = new Worker(url)
          worker.addEventListener('error', () => { resolve('nothing') })
          worker.addEventListener('message', () => { resolve('message') })
        })
      } catch {
        return 'nothing'
      }
    },
    WebSocket: () => connected(new WebSocket(url.replace('http', 'ws'))),
    EventSource: () => connected(new EventSource(url)),
    form: async () => {
      const frame = document.createElement('iframe')
      frame.name = 'answer'
      document.body.append(frame)
      const form = document.createElement('form')
      Object.assign(form, { action: url, method: 'POST', target: 'answer' })
      document.body.append(form)
      const loaded = new Promise((resolve) => { frame.addEventListener('load', resolve) })
      form.submit()
      await loaded
      const read = frame.contentDocument?.body?.innerText ?? ''
      frame.remove()
      form.remove()
      return read === '' ? 'nothing' : read
    },
    ping: async () => {
      navigator.sendBeacon(url, 'x')
      return 'nothing'
    },
    prefetch: () => element('link', { rel: 'prefetch', href: url }),
    preload: () => element('link', { rel: 'preload', as: 'fetch', crossorigin: 'anonymous', href: url }),
    window: async () => {
      const opened = window.open(url)
      await new Promise((resolve) => { setTimeout(resolve, limitMs / 8) })
      try {
        return opened?.document.body.innerText ? 'text' : 'nothing'
      } catch {
        return 'nothing'
      } finally {
        opened?.close()
      }
    },
  }
  return Promise.race([ways[how](), new Promise<string>((resolve) => { setTimeout(() => { resolve('nothing') }, limitMs) })])
}

/** What the browser's own clock tells a page of its last request to this URL: all zero when the server did not allow it to be told. */
export async function timingOf(page: Page, url: string): Promise<readonly number[]> {
  return page.evaluate((wanted) => {
    const entry = performance.getEntriesByName(wanted).at(-1)
    return entry instanceof PerformanceResourceTiming ? [entry.requestStart, entry.responseStart, entry.transferSize, entry.encodedBodySize] : []
  }, url)
}
