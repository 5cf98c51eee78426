import type { AppError } from '../../shared/errors.ts'
import { toAppError } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { Charset } from '../../shared/subtitles/charsets.ts'
import { chooseTrack } from '../../shared/subtitles/choose-track.ts'
import { createCueIndex } from '../../shared/subtitles/cue-index.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import { inOrder, plainText } from '../../shared/subtitles/cue.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import { IN_TIME, delayedBy, syncToPoint, syncToPoints, toCueMs } from '../../shared/subtitles/shift.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { KeptTracks } from '../../shared/library/kept-tracks.ts'
import { languageNow } from '../../shared/text/language.ts'
import type { Bridge } from '../bridge.ts'
import { positionKey } from '../state/place.ts'
import { keepTracks, keptTracks } from '../state/kept-tracks.ts'
import { applyFilmParts } from '../state/apply-events.ts'
import type { AppStore } from '../state/store.ts'
import type { LoadedCues, Slot, SubtitleStore } from './subtitle-store.ts'
import { createSubtitleStore, freshSubtitles } from './subtitle-store.ts'

/** The subtitles of the film that plays: which are there, which are shown, when. */
export interface SubtitleControl {
  readonly store: SubtitleStore
  /** Follows a film whose torrent is ready; returns how to stop. */
  open(infoHash: InfoHash, fileIndex: FileIndex): () => void
  /** The film was opened again, by a host that may know nothing of before. */
  openedAgain(): void
  readonly tracks: () => readonly SubtitleTrack[]
  /** The person's choice; null = none. */
  choose(slot: Slot, trackId: string | null): void
  /** Shows or hides; answers with the track now shown. */
  toggle(): SubtitleTrack | null
  /** The next track, none after the last one. */
  next(): SubtitleTrack | null
  /** Moves the shown track; answers with its delay. Null when none is shown. */
  delayBy(stepMs: number): number | null
  resetTiming(): void
  /** The line nearest to this moment is spoken now. A second line, later in the film, sets the speed as well. */
  syncHere(filmMs: number): void
  load(files: readonly File[]): Promise<void>
  readAs(trackId: string, charset: Charset): void
  dismissProblem(): void
}

export interface SubtitleParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly fetchCues: (track: SubtitleTrack, from: number | 'early', signal: AbortSignal) => Promise<readonly Cue[]>
}

interface OpenFilm {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly key: string
  readonly signal: AbortSignal
  /** Files of the person's own, in the order given: a host that was restarted is given them again and names them as before. */
  readonly given: File[]
}

/** Invariant: one fetch a track at a time, and what it brings is added only if the track is still the one it was asked of. */
export function createSubtitles({ bridge, app, fetchCues }: SubtitleParts): SubtitleControl {
  const store = createSubtitleStore()
  const fetching = new Set<string>()
  let film: OpenFilm | null = null
  const decided = new Set<Slot>()
  let lastShown: string | null = null

  const tracks = () => (film ? app.getState().subtitles[film.key] ?? [] : [])
  const find = (id: string | null) => tracks().find((track) => track.id === id) ?? null
  const shownTrack = () => find(store.getState().chosen.first)
  const preferredLanguage = () => app.getState().settings?.subtitles.language ?? languageNow()
  const fail = (problem: AppError) => { store.setState({ problem }) }

  const list = async ({ infoHash, fileIndex, key, signal }: OpenFilm) => {
    const answer = await bridge.call('media.listFilmParts', { infoHash, fileIndex })
    if (answer.ok && !signal.aborted) applyFilmParts(app, key, answer.value)
  }

  /** After news about the tracks: decide if nobody did, and get what is shown. */
  const follow = () => {
    const now = film
    if (!now) return
    if (tracks().length > 0) decide(keptTracks(app, now.infoHash, now.fileIndex))
    for (const id of new Set(Object.values(store.getState().chosen))) {
      const track = find(id)
      if (track) void refresh(track, now.signal)
    }
  }

  /** As the person had it in this torrent or series, else in their language. A second one only if they had one. */
  const decide = ({ subtitle, second, timing }: KeptTracks) => {
    const { chosen } = store.getState()
    const best = decided.has('first') ? null : chooseTrack(tracks(), subtitle, app.getState().settings?.subtitlesShown ? preferredLanguage() : null)
    if (best !== null) {
      show('first', best)
      if (timing && subtitle) setTiming(best, timing)
    }
    const other = decided.has('second') || !second ? null : chooseTrack(tracks(), second, null)
    if (other !== null && other !== (best ?? chosen.first)) show('second', other)
  }

  const refresh = async (track: SubtitleTrack, signal: AbortSignal) => {
    const known = store.getState().cues[track.id]
    const loaded = known?.revision === track.revision ? known : EMPTY
    if (fetching.has(track.id) || signal.aborted || (loaded !== EMPTY && loaded.found.length >= track.cues && loaded.earlyCount === track.early)) return
    fetching.add(track.id)
    try {
      const [more, early] = await Promise.all([
        track.cues > loaded.found.length ? fetchCues(track, loaded.found.length, signal) : [],
        track.early === loaded.earlyCount ? loaded.early : fetchCues(track, 'early', signal),
      ])
      const found = [...loaded.found, ...more]
      if (!signal.aborted) store.setState(({ cues }) => ({ cues: { ...cues, [track.id]: { revision: track.revision, found, early, earlyCount: track.early, index: createCueIndex(inOrder(withEarly(found, early))) } } }))
    } catch (thrown) {
      if (!signal.aborted) fail(toAppError(thrown))
    } finally {
      fetching.delete(track.id)
    }
    const newest = find(track.id)
    if (newest && (newest.cues > track.cues || newest.early !== track.early || newest.revision !== track.revision)) void refresh(newest, signal)
  }

  function show(slot: Slot, trackId: string | null): void {
    decided.add(slot)
    if (slot === 'first' && trackId !== null) lastShown = trackId
    store.setState(({ chosen }) => ({ chosen: { ...chosen, [slot]: trackId }, problem: null, syncedAt: null }))
    const track = find(trackId)
    const now = film
    if (!track || !now) return
    void refresh(track, now.signal)
    if (track.state === 'waiting' && track.source === 'file') void read(now, track.id, null)
  }

  const read = async ({ infoHash, fileIndex, signal }: OpenFilm, trackId: string, charset: Charset | null) => {
    const answer = await bridge.call('media.readSubtitle', { infoHash, fileIndex, trackId, charset })
    const problem = answer.ok ? find(trackId)?.problem ?? null : answer.error
    if (problem && !signal.aborted) fail(problem)
  }

  const choose = (slot: Slot, trackId: string | null) => {
    show(slot, trackId)
    const { settings } = app.getState()
    const track = find(trackId)
    const now = film
    if (!now) return
    const kept = track && { source: track.source, language: track.language, title: track.title, forced: track.forced, hearingImpaired: track.hearingImpaired }
    keep(slot === 'second' ? { second: kept } : { subtitle: kept, timing: trackId === null ? IN_TIME : timingOf(trackId) })
    if (slot === 'second') return
    if (!settings) return
    const shown = track !== null
    const language = track?.language ?? settings.subtitles.language
    if (settings.subtitlesShown !== shown || settings.subtitles.language !== language) void bridge.call('app.updateSettings', { subtitlesShown: shown, subtitles: { ...settings.subtitles, language } })
  }

  const timingOf = (id: string) => store.getState().timing[id] ?? IN_TIME
  const setTiming = (id: string, timing: SubtitleTiming) => { store.setState((state) => ({ timing: { ...state.timing, [id]: timing } })) }
  const keep = (kept: KeptTracks) => { if (film) keepTracks({ bridge, app }, film, kept) }
  /** By the person's hand: kept for the series. */
  const moveTo = (id: string, timing: SubtitleTiming) => {
    setTiming(id, timing)
    keep({ timing })
  }
  const usable = () => tracks().filter(({ kind }) => kind !== 'unsupported')

  const give = async ({ infoHash, fileIndex }: OpenFilm, file: File) => bridge.call('media.loadSubtitle', { infoHash, fileIndex, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })

  const loadOne = async (now: OpenFilm, file: File) => {
    const answer = await give(now, file)
    if (now.signal.aborted) return
    if (!answer.ok) return fail(answer.error)
    now.given.push(file)
    await list(now)
    choose('first', answer.value.trackId)
  }

  const giveAgain = async (now: OpenFilm) => {
    store.setState({ problem: null })
    for (const file of now.given) await give(now, file)
    await list(now)
  }

  return {
    store, tracks, choose,
    open: (infoHash, fileIndex) => {
      const stop = new AbortController()
      const opened: OpenFilm = { infoHash, fileIndex, key: positionKey(infoHash, fileIndex), signal: stop.signal, given: [] }
      film = opened
      decided.clear()
      lastShown = null
      store.setState(freshSubtitles, true)
      const unsubscribe = app.subscribe((state, before) => {
        if (state.subtitles[opened.key] !== before.subtitles[opened.key]) follow()
      })
      void list(opened)
      follow()
      return () => {
        stop.abort()
        unsubscribe()
        if (film === opened) film = null
      }
    },
    openedAgain: () => { if (film) void giveAgain(film) },
    toggle: () => {
      const wanted = shownTrack() ? null : find(lastShown) ?? find(chooseTrack(tracks(), undefined, preferredLanguage())) ?? usable().find(({ forced }) => !forced) ?? usable()[0] ?? null
      choose('first', wanted?.id ?? null)
      return wanted
    },
    next: () => {
      const all = usable()
      const wanted = all[all.findIndex(({ id }) => id === store.getState().chosen.first) + 1] ?? null
      choose('first', wanted?.id ?? null)
      return wanted
    },
    delayBy: (stepMs) => {
      const track = shownTrack()
      if (!track) return null
      const timing = delayedBy(timingOf(track.id), stepMs)
      moveTo(track.id, timing)
      return timing.delayMs
    },
    resetTiming: () => {
      const track = shownTrack()
      if (track) moveTo(track.id, IN_TIME)
      store.setState({ syncedAt: null })
    },
    syncHere: (filmMs) => {
      const track = shownTrack()
      const cue = track && store.getState().cues[track.id]?.index.nearest(toCueMs(timingOf(track.id), filmMs))
      if (!track || !cue) return
      const point = { cueMs: cue.startMs, filmMs }
      const first = store.getState().syncedAt
      const both = first ? syncToPoints(first, point) : null
      moveTo(track.id, both?.ok ? both.value : syncToPoint(timingOf(track.id), point))
      store.setState({ syncedAt: point })
    },
    load: async (files) => {
      const now = film
      if (now) for (const file of files) await loadOne(now, file)
    },
    readAs: (trackId, charset) => { if (film) void read(film, trackId, charset) },
    dismissProblem: () => { store.setState({ problem: null }) },
  }
}

const EMPTY: Pick<LoadedCues, 'found' | 'early' | 'earlyCount'> = { found: [], early: [], earlyCount: 0 }

/** Early cues come again when their bytes are verified. */
function withEarly(found: readonly Cue[], early: readonly Cue[]): readonly Cue[] {
  const nameOf = (cue: Cue) => `${String(cue.startMs)} ${plainText(cue)}`
  const names = new Set(early.length > 0 ? found.map(nameOf) : [])
  return [...found, ...early.filter((cue) => !names.has(nameOf(cue)))]
}
