import { castDeviceSchema, castFormSchema, castStatusSchema, remoteCommandSchema, startCastSchema } from '../cast/cast-status.ts'
import { chaptersSchema } from '../playback/chapters.ts'
import { methodWishSchema, pageAbilitiesSchema } from '../playback/film-facts.ts'
import { keptTracksSchema } from '../library/kept-tracks.ts'
import { MAX_FORMER_FOLDERS } from '../library/kept-folders.ts'
import { libraryEntrySchema, MAX_ENTRIES } from '../library/library.ts'
import { wayFactsSchema } from '../network/way-facts.ts'
import { networkWishSchema } from '../network/network-wish.ts'
import { reachSchema } from '../network/reach.ts'
import { speedStatusSchema } from '../network/speed-status.ts'
import { seekPicturesSchema } from '../playback/seek-pictures.ts'
import { preferenceFields } from '../settings/preference-fields.ts'
import { CHARSETS } from '../subtitles/charsets.ts'
import { SUBTITLE_LIMITS } from '../subtitles/cue.ts'
import { subtitleTracksSchema } from '../subtitles/track.ts'
import { conversionStatusSchema, lookFailureSchema, streamAdviceSchema } from '../transcode/conversion-status.ts'
import { SOURCE_LIMITS } from '../torrent/limits.ts'
import { appErrorSchema, fileIndexSchema, infoHashSchema, streamDescriptorSchema, streamDetailSchema, streamStatusSchema, torrentProgressSchema, torrentSnapshotSchema } from '../torrent/snapshot.ts'
import type { CancelSignal } from './cancel-signal.ts'
import { boolean, bytes, integer, list, literal, nothing, nullable, number, object, optional, picklist, text, variant } from './schema.ts'
import type { Schema, ValueOf } from './schema.ts'

/**
 * Every message between the page, main and the media host: THE source. Types, the preload bridge, the gateway and the
 * client are derived from this table; `app.*` is answered in main, `media.*` in the host.
 */

/** What a person gave us: text (magnet, info hash, link, path), the path of a file, or the bytes of a file. */
export const sourceSchema = variant('kind', [
  object({ kind: literal('text'), text: text(SOURCE_LIMITS.textChars) }),
  object({ kind: literal('path'), path: text(32_768) }),
  object({ kind: literal('bytes'), name: text(4096), bytes: bytes(SOURCE_LIMITS.metainfoBytes) }),
])
export type OpenSource = ValueOf<typeof sourceSchema>

/** What the player's clock says; `source` tells who plays. */
export const playheadSchema = object({
  streamId: text(64),
  currentTimeSec: number(0, 1e9),
  /** Null until the element knows it. */
  durationSec: nullable(number(0, 1e9)),
  rate: number(0, 64),
  paused: boolean(),
  seeking: boolean(),
  /** True while the element wants data it does not have. */
  waiting: boolean(),
  source: picklist(['page', 'cast']),
})
export type PlayheadReport = ValueOf<typeof playheadSchema>

/** Where the person points on the seek bar, or would jump to next by a key that is held; null = nowhere any more. */
export const hoverSchema = object({
  streamId: text(64),
  timeSec: nullable(number(0, 1e9)),
  /** False where the settings forbid to fetch anything there: then only the time a jump would take is told. */
  mayFetch: boolean(),
})
export type HoverReport = ValueOf<typeof hoverSchema>

/** The file that is to play after the one of the stream; null = none, or not by itself. */
export const upNextSchema = object({ streamId: text(64), fileIndex: nullable(fileIndexSchema) })
export type UpNextReport = ValueOf<typeof upNextSchema>

/** Settings as the page sees them. Times in milliseconds. */
export const settingsSchema = object({
  downloadDir: nullable(text(4096)),
  cleanupIntervalMs: integer(0, 1e12),
  maxTorrents: integer(1, 1000),
  metadataTimeoutMs: integer(1, 1e9),
  metadataRetries: integer(0, 100),
  ...preferenceFields,
})
export type Settings = ValueOf<typeof settingsSchema>

export const settingsPatchSchema = object({
  theme: optional(preferenceFields.theme),
  language: optional(preferenceFields.language),
  keys: optional(preferenceFields.keys),
  volume: optional(preferenceFields.volume),
  muted: optional(preferenceFields.muted),
  clearVoices: optional(preferenceFields.clearVoices),
  nightMode: optional(preferenceFields.nightMode),
  soundDelayMs: optional(preferenceFields.soundDelayMs),
  warmSeek: optional(preferenceFields.warmSeek),
  resume: optional(preferenceFields.resume),
  autoNext: optional(preferenceFields.autoNext),
  notifications: optional(preferenceFields.notifications),
  foreignLinks: optional(preferenceFields.foreignLinks),
  linksOffered: optional(preferenceFields.linksOffered),
  subtitles: optional(preferenceFields.subtitles),
  subtitlesShown: optional(preferenceFields.subtitlesShown),
  downLimitBytesPerSec: optional(preferenceFields.downLimitBytesPerSec),
  upLimitBytesPerSec: optional(preferenceFields.upLimitBytesPerSec),
  automaticSpeed: optional(preferenceFields.automaticSpeed),
  paused: optional(preferenceFields.paused),
  afterWatching: optional(preferenceFields.afterWatching),
  storageLimitBytes: optional(preferenceFields.storageLimitBytes),
  tray: optional(preferenceFields.tray),
  maxConnections: optional(preferenceFields.maxConnections),
  dht: optional(preferenceFields.dht),
  pex: optional(preferenceFields.pex),
  lsd: optional(preferenceFields.lsd),
  portMapping: optional(preferenceFields.portMapping),
  utp: optional(preferenceFields.utp),
  port: optional(preferenceFields.port),
  encryption: optional(preferenceFields.encryption),
  proxy: optional(preferenceFields.proxy),
  networkInterface: optional(preferenceFields.networkInterface),
})

const empty = nothing
const byteCount = integer(0, Number.MAX_SAFE_INTEGER)

/** 320 x 180 points of a film take about 15 kB; noise takes four times that. */
const MAX_FRAME_BYTES = 200_000
/** A picture of 3840 x 2160 that is all noise takes 33 MB as PNG. */
const MAX_PICTURE_BYTES = 50_000_000

interface Command<A, R> {
  readonly args: Schema<A>
  readonly result: Schema<R>
}
function command<A, R>(args: Schema<A>, result: Schema<R>): Command<A, R> {
  return { args, result }
}

const torrentRef = object({ infoHash: infoHashSchema })
const filmRef = { infoHash: infoHashSchema, fileIndex: fileIndexSchema }

const filmMoveSchema = object({ infoHash: infoHashSchema, doneBytes: byteCount, totalBytes: byteCount, canStop: boolean(), isOver: boolean() })

export const contract = {
  commands: {
    /** Classifies and adds; answers once the torrent is known by info hash (metadata may still be on its way). */
    'media.openSource': command(object({ source: sourceSchema }), torrentSnapshotSchema),
    /** The built-in clip from a seeder inside the app, at a limited rate. */
    'media.openDemo': command(empty, torrentSnapshotSchema),
    'media.listTorrents': command(empty, list(torrentSnapshotSchema, 1000)),
    /** Starts the metadata search again after it failed. */
    'media.retryTorrent': command(torrentRef, torrentSnapshotSchema),
    /** Cancels whatever is under way for the torrent, closes it and removes its data unless it is kept. */
    'media.closeTorrent': command(torrentRef, empty),
    /** Keeps a torrent's data, also over the end of the program, or lets it go again; what an earlier run kept of it too. */
    'media.keepTorrent': command(object({ infoHash: infoHashSchema, kept: boolean() }), empty),
    /** Ends the copy of a kept film to another disk: it stays where it is and moves at the next start. */
    'media.stopMove': command(torrentRef, empty),
    /** Where kept films go from now on, and the folders in which they lay before. Fails: folderUnusable, diskFull where `isChosen` cannot be written to. */
    'media.setKeptFolder': command(object({ folder: text(4096), former: list(text(4096), MAX_FORMER_FOLDERS + 1), isChosen: boolean() }), empty),
    /** What becomes of data nobody uses, and which torrents are kept; main tells it at every start of the host. */
    'media.setCleanup': command(object({ afterWatching: preferenceFields.afterWatching, kept: list(infoHashSchema, MAX_ENTRIES) }), empty),
    /** Room that torrents take on the disk: what `media.clearNow` would remove, what is in use, what is kept. */
    'media.measureData': command(empty, object({ removableBytes: byteCount, inUseBytes: byteCount, keptBytes: byteCount })),
    /** Closes and removes every torrent that neither plays nor is cast or kept. */
    'media.clearNow': command(empty, object({ freedBytes: byteCount })),
    /** Where a file of an open torrent is: the address that other programs on this computer may play, and its place on the disk. */
    'media.locateFile': command(object(filmRef), object({ url: text(8192), path: text(32_768) })),
    /** `abilities`: what plays in the page; without them the file is given as it is and nobody looks into it. */
    'media.openStream': command(object({ ...filmRef, abilities: optional(pageAbilitiesSchema), wish: optional(methodWishSchema), fromSec: optional(number(0, 1e9)) }), streamDescriptorSchema),
    /** Shows a stream closely from now on, as `media.streamDetail`; null = none any more. Ends by itself with the stream. */
    'media.watchDetail': command(object({ streamId: nullable(text(64)) }), empty),
    'media.closeStream': command(object({ streamId: text(64) }), empty),
    /** Subtitles, chapters and pictures of a film as far as they are known; more follows as events while it is watched. */
    'media.listFilmParts': command(object(filmRef), object({ tracks: subtitleTracksSchema, chapters: chaptersSchema, pictures: nullable(seekPicturesSchema) })),
    /** Adds a subtitle file of the person's own. */
    'media.loadSubtitle': command(object({ ...filmRef, name: text(4096), bytes: bytes(SUBTITLE_LIMITS.bytes) }), object({ trackId: text(32) })),
    /** Makes the cues of a track be there: fetches its file; reads it with another character set, null = as found out. */
    'media.readSubtitle': command(object({ ...filmRef, trackId: text(32), charset: nullable(picklist(CHARSETS)) }), empty),
    /** Begins to look for devices, or asks them all again; they arrive as events. Answers with those that are known. */
    'media.searchDevices': command(empty, object({ devices: list(castDeviceSchema, 200) })),
    /** The players of this computer; looks for them without asking the network. */
    'media.findPlayers': command(empty, object({ players: list(castDeviceSchema, 8) })),
    /** Where the person says players are; null = where they usually are. */
    'media.setPlayers': command(object({ mpvPath: preferenceFields.mpvPath, vlcPath: preferenceFields.vlcPath }), empty),
    /** A device by address: IPv4 with or without port, or the address of a renderer's description. */
    'media.addDevice': command(object({ address: text(512) }), castDeviceSchema),
    /** How a film would get to a device, before anything starts. */
    'media.planCast': command(object({ infoHash: infoHashSchema, fileIndex: fileIndexSchema, deviceId: text(200) }), castFormSchema),
    /** Plays a film on a device; a cast under way moves there. Answers when the device was told. */
    'media.startCast': command(startCastSchema, castStatusSchema),
    'media.castCommand': command(object({ command: remoteCommandSchema }), empty),
    /** Ends the cast and answers with where the device was; null when there was none. */
    'media.stopCast': command(empty, object({ last: nullable(castStatusSchema) })),
    /** The cast under way: for a page that was loaded again. */
    'media.currentCast': command(empty, object({ cast: nullable(castStatusSchema) })),
    /** Tells main that the page listens; queued open requests follow as events. `mended`: what became of files of the program that were damaged, told once. */
    'app.pageReady': command(empty, object({ version: text(64), platform: text(32), settings: settingsSchema, mediaOrigin: nullable(text(256)), mended: list(appErrorSchema, 2) })),
    /** Lets the person pick the program of a player, which becomes a setting; `reset`: back to where it usually is. The page itself names no programs. */
    'app.choosePlayer': command(object({ player: picklist(['mpv', 'vlc']), reset: boolean() }), empty),
    /** Shows the system's file dialog; the choice arrives as `app.openRequest`. */
    'app.chooseFile': command(empty, object({ chosen: boolean() })),
    /** Asks for the ffmpeg to use, or goes back to the one that is found; the settings tell what was chosen. */
    'app.chooseFfmpeg': command(object({ reset: boolean() }), empty),
    /** Asks for the folder of kept films, or goes back to the usual one; the settings tell what was chosen. Fails: folderUnusable, diskFull. */
    'app.chooseKeptFolder': command(object({ reset: boolean() }), empty),
    /** Asks for the folder that films are in from the next start on, or goes back to the temporary one; the settings tell what was chosen. Fails: folderUnusable, diskFull. */
    'app.chooseDownloadFolder': command(object({ reset: boolean() }), empty),
    'app.copyText': command(object({ text: text(65_536) }), empty),
    /** Puts a bug report on the clipboard: program, computer, settings, log, and the problem it is about, if any; nothing that names the person. */
    'app.copyDetails': command(object({ problem: nullable(appErrorSchema) }), empty),
    'app.updateSettings': command(settingsPatchSchema, settingsSchema),
    /** What was watched, the newest first; changes follow as events. */
    'app.listLibrary': command(empty, object({ entries: list(libraryEntrySchema, MAX_ENTRIES) })),
    /** Remembers what the person chose to hear and to read in a torrent; what is not named stays. */
    'app.keepTracks': command(object({ infoHash: infoHashSchema, tracks: keptTracksSchema }), empty),
    /** Takes a torrent out of the library; its data is another matter. */
    'app.forgetTorrent': command(torrentRef, empty),
    /** `name`: of the file, for one that was never played. */
    'app.markWatched': command(object({ ...filmRef, name: text(4096), watched: boolean() }), empty),
    /** Shows a file of an open torrent in the system's file manager. */
    'app.showFilm': command(object(filmRef), empty),
    /** A small picture (JPEG) of where the film was left, for its card. */
    'app.saveFrame': command(object({ infoHash: infoHashSchema, picture: bytes(MAX_FRAME_BYTES) }), empty),
    /** Writes a picture of a film (PNG) into the person's folder for pictures; answers with its path. */
    'app.keepPicture': command(object({ title: text(4096), timeSec: number(0, 1e9), picture: bytes(MAX_PICTURE_BYTES) }), object({ file: text(32_768) })),
    /** The window as a small one above all others, in the shape of the picture (width by height), or as it was. */
    'app.setMini': command(object({ on: boolean(), aspect: number(0.2, 5) }), empty),
    'app.readFrame': command(torrentRef, object({ picture: nullable(bytes(MAX_FRAME_BYTES)) })),
    /** Whether magnet links in other programs open here; the system's word. */
    'app.linksOpenHere': command(empty, object({ here: boolean() })),
    /** Makes magnet links in other programs open here, or no longer; the person asked for it. */
    'app.setLinksOpenHere': command(object({ here: boolean() }), object({ here: boolean() })),
    /** Shows a file of the program: the log in its folder, the licences in the program for texts. */
    'app.showFile': command(object({ file: picklist(['log', 'licences']) }), empty),
    /** The most that is fetched and given a second, all torrents together; null = no limit. `automatic`: less where a film leaves room. In force within a second. */
    'media.setLimits': command(object({ downBytesPerSec: preferenceFields.downLimitBytesPerSec, upBytesPerSec: preferenceFields.upLimitBytesPerSec, automatic: optional(boolean()) }), empty),
    /** Stops everything that is fetched from peers or given to them, or lets it go on. What is here still plays. In force within a second. */
    'media.setPaused': command(object({ paused: boolean() }), empty),
    /** How peers are found and met. In force at once. */
    'media.setNetwork': command(networkWishSchema, empty),
    /** Whether strangers can come in, as far as it was seen. `ask`: the router is asked again. */
    'media.readReach': command(object({ ask: boolean() }), reachSchema),
    /** Whether anybody can be reached by the proxy and the interface that were chosen, and what there is to choose from, as it is now. `answered`: the proxy has let us in. */
    'media.readWayOut': command(empty, wayFactsSchema),
    /** What torrents that are not kept may take on the disk; null = as the disk allows. In force at once. */
    'media.setStorageLimit': command(object({ limitBytes: preferenceFields.storageLimitBytes }), empty),
    /** The ffmpeg to use before any other; null = the best that is found. */
    'media.useFfmpeg': command(object({ path: preferenceFields.ffmpegPath }), empty),
    /** The ffmpeg in use; nulls when there is none that works. */
    'media.findFfmpeg': command(empty, object({ path: nullable(text(4096)), version: nullable(text(200)) })),
    /** What torrents that are not kept take on the disk now, and may take; `freeBytes`: what the disk has left, null = unknown. */
    'media.readStorage': command(empty, object({ usedBytes: number(0, 1e16), limitBytes: number(0, 1e16), freeBytes: nullable(number(0, 1e16)) })),
  },
  /** One-way, may be dropped, the newest wins. */
  notices: {
    'media.playhead': playheadSchema,
    'media.hover': hoverSchema,
    'media.upNext': upNextSchema,
  },
  events: {
    'media.torrentChanged': torrentSnapshotSchema,
    'media.torrentProgress': torrentProgressSchema,
    'media.torrentRemoved': torrentRef,
    'media.streamStatus': streamStatusSchema,
    'media.streamDetail': streamDetailSchema,
    'media.streamAdvised': streamAdviceSchema,
    'media.lookFailed': lookFailureSchema,
    'media.conversionChanged': conversionStatusSchema,
    /** What holds the speed back, once a second. */
    'media.speed': speedStatusSchema,
    /** A kept film on its way to another disk, at each per cent and when it is over. */
    'media.filmMoves': filmMoveSchema,
    'media.devicesChanged': object({ devices: list(castDeviceSchema, 200) }),
    'media.castChanged': castStatusSchema,
    'media.subtitlesChanged': object({ ...filmRef, tracks: subtitleTracksSchema }),
    'media.chaptersChanged': object({ ...filmRef, chapters: chaptersSchema }),
    'media.picturesChanged': object({ ...filmRef, pictures: seekPicturesSchema }),
    /** The media host's life as main sees it. `restarts` counts the times it was brought back. */
    'app.hostChanged': object({ state: picklist(['starting', 'running', 'restarting', 'failed']), restarts: integer(0, 1e6), problem: nullable(appErrorSchema) }),
    /** Something to open came from outside the page: command line, second start, system, file dialog. `ask`: another program wants it. */
    'app.openRequest': object({ source: sourceSchema, ask: boolean() }),
    'app.settingsChanged': settingsSchema,
    'app.libraryChanged': libraryEntrySchema,
    'app.libraryForgotten': torrentRef,
    /** A menu entry or a key the menu owns was chosen. */
    'app.menuChosen': object({ action: picklist(['openFile', 'home', 'shortcuts', 'stats', 'settings']) }),
  },
} as const

export type Contract = typeof contract
export type CommandName = keyof Contract['commands']
export type NoticeName = keyof Contract['notices']
export type EventName = keyof Contract['events']
export type CommandArgs<N extends CommandName> = ValueOf<Contract['commands'][N]['args']>
export type CommandResult<N extends CommandName> = ValueOf<Contract['commands'][N]['result']>
export type NoticeValue<N extends NoticeName> = ValueOf<Contract['notices'][N]>
export type EventValue<N extends EventName> = ValueOf<Contract['events'][N]>

/** A handler for each command whose name starts with Prefix; leaving one out does not compile. */
export type HandlersOf<Prefix extends string, Signal extends CancelSignal = CancelSignal> = {
  readonly [N in CommandName as N extends `${Prefix}.${string}` ? N : never]: (args: CommandArgs<N>, signal: Signal) => Promise<CommandResult<N>>
}
