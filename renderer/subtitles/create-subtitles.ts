import type { AppError } from '../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { Charset } from '../../shared/subtitles/charsets.ts'
import { chooseTrack } from '../../shared/subtitles/choose-track.ts'
import { fail } from '../../shared/result.ts'
import type { Result } from '../../shared/result.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import { IN_TIME } from '../../shared/subtitles/shift.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { KeptTracks } from '../../shared/library/kept-tracks.ts'
import { languageNow } from '../../shared/text/language.ts'
import type { Bridge } from '../bridge.ts'
import { positionKey } from '../state/place.ts'
import { keepTracks, keptTracks } from '../state/kept-tracks.ts'
import { applyFilmParts } from '../state/apply-events.ts'
import type { AppStore } from '../state/store.ts'
import { createCueLoader } from './cue-loader.ts'
import type { FetchCues } from './cue-loader.ts'
import { createFitControl } from './fit-control.ts'
import type { Slot, SubtitleStore } from './subtitle-store.ts'
import { createSubtitleStore, freshSubtitles } from './subtitle-store.ts'
import { createTimingControl } from './timing-control.ts'

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
  /** Others of this film that the shown ones can be fitted to: those inside it, else beside it; null when there are none, or those inside are shown. */
  reference(): SubtitleTrack | null
  /** Moves the shown ones to where the reference is shown, and goes on while nobody looks. Fails: subtitleUnreadable when they do not go together, cancelled, and others when the lines of the reference could not be had. */
  fit(): Promise<Result<SubtitleTiming>>
  /** Ends the fetching of the reference; nothing is moved. */
  stopFit(): void
  /** The person has read how the fit of a track ended. */
  forgetFit(trackId: string): void
  load(files: readonly File[]): Promise<void>
  readAs(trackId: string, charset: Charset): void
  dismissProblem(): void
}

export interface SubtitleParts {
  readonly bridge: Bridge
  readonly app: AppStore
  readonly fetchCues: FetchCues
}

interface OpenFilm {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly key: string
  readonly signal: AbortSignal
  /** Files of the person's own, in the order given: a host that was restarted is given them again and names them as before. */
  readonly given: File[]
}

/** Invariant: what is decided for a line of choice, by the person or by what they had before, is decided once a film. */
export function createSubtitles({ bridge, app, fetchCues }: SubtitleParts): SubtitleControl {
  const store = createSubtitleStore()
  let film: OpenFilm | null = null
  const decided = new Set<Slot>()
  let lastShown: string | null = null

  const tracks = () => (film ? app.getState().subtitles[film.key] ?? [] : [])
  const find = (id: string | null) => tracks().find((track) => track.id === id) ?? null
  const shownTrack = () => find(store.getState().chosen.first)
  const preferredLanguage = () => app.getState().settings?.subtitles.language ?? languageNow()
  const tell = (problem: AppError) => { store.setState({ problem }) }
  const loader = createCueLoader({ store, fetchCues, find, tell })
  const timing = createTimingControl({ store, shownTrack, keep: (moved) => { keep({ timing: moved }) } })

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
      if (track) void loader.refresh(track, now.signal)
    }
  }

  /** As the person had it in this torrent or series, else in their language. A second one only if they had one. */
  const decide = ({ subtitle, second, timing: before }: KeptTracks) => {
    const { chosen } = store.getState()
    const best = decided.has('first') ? null : chooseTrack(tracks(), subtitle, app.getState().settings?.subtitlesShown ? preferredLanguage() : null)
    if (best !== null) {
      show('first', best)
      if (before && subtitle) timing.restore(best, before)
    }
    const other = decided.has('second') || !second ? null : chooseTrack(tracks(), second, null)
    if (other !== null && other !== (best ?? chosen.first)) show('second', other)
  }

  function show(slot: Slot, trackId: string | null): void {
    decided.add(slot)
    if (slot === 'first' && trackId !== null) lastShown = trackId
    store.setState(({ chosen }) => ({ chosen: { ...chosen, [slot]: trackId }, problem: null, syncedAt: null }))
    const track = find(trackId)
    const now = film
    if (!track || !now) return
    void loader.refresh(track, now.signal)
    if (track.state === 'waiting' && track.source === 'file') void read(now, track.id, null)
  }

  const read = async ({ infoHash, fileIndex, signal }: OpenFilm, trackId: string, charset: Charset | null) => {
    const answer = await bridge.call('media.readSubtitle', { infoHash, fileIndex, trackId, charset })
    const problem = answer.ok ? find(trackId)?.problem ?? null : answer.error
    if (problem && !signal.aborted) tell(problem)
  }

  const choose = (slot: Slot, trackId: string | null) => {
    show(slot, trackId)
    const { settings } = app.getState()
    const track = find(trackId)
    const now = film
    if (!now) return
    const kept = track && { source: track.source, language: track.language, title: track.title, forced: track.forced, hearingImpaired: track.hearingImpaired }
    keep(slot === 'second' ? { second: kept } : { subtitle: kept, timing: trackId === null ? IN_TIME : timing.of(trackId) })
    if (slot === 'second') return
    if (!settings) return
    const shown = track !== null
    const language = track?.language ?? settings.subtitles.language
    if (settings.subtitlesShown !== shown || settings.subtitles.language !== language) void bridge.call('app.updateSettings', { subtitlesShown: shown, subtitles: { ...settings.subtitles, language } })
  }

  const keep = (kept: KeptTracks) => { if (film) keepTracks({ bridge, app }, film, kept) }
  const usable = () => tracks().filter(({ kind }) => kind !== 'unsupported')

  const fits = createFitControl({
    store, shownTrack, tracks, timing, fetchCues,
    fetchFile: async (trackId) => (film ? bridge.call('media.readSubtitle', { infoHash: film.infoHash, fileIndex: film.fileIndex, trackId, charset: null }) : NO_FILM),
  })

  const give = async ({ infoHash, fileIndex }: OpenFilm, file: File) => bridge.call('media.loadSubtitle', { infoHash, fileIndex, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })

  const loadOne = async (now: OpenFilm, file: File) => {
    const answer = await give(now, file)
    if (now.signal.aborted) return
    if (!answer.ok) return tell(answer.error)
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
    delayBy: timing.delayBy,
    resetTiming: timing.reset,
    syncHere: timing.syncHere,
    reference: fits.reference,
    fit: async () => (film ? fits.fit(film.signal) : NO_FILM),
    stopFit: fits.stop,
    forgetFit: fits.forgetEnd,
    load: async (files) => {
      const now = film
      if (now) for (const file of files) await loadOne(now, file)
    },
    readAs: (trackId, charset) => { if (film) void read(film, trackId, charset) },
    dismissProblem: () => { store.setState({ problem: null }) },
  }
}

const NO_FILM = fail('cancelled', 'no film is open')
