import type { Preferences } from '../../shared/settings/settings.ts'
import { catalogue } from '../../shared/text/catalogue.ts'

const { settings: words, player, home } = catalogue

/** What a setting is called in the window, for each that the settings file holds; where the person meets it is enough for those that have no row. In the language of this moment. */
export const settingNames = (): Readonly<Record<keyof Preferences, string>> => ({
  theme: words.theme.name, language: words.language.name, keys: words.groups.keys, volume: player.volume, muted: player.volume,
  clearVoices: words.clearVoices.name, nightMode: words.nightMode.name, soundDelayMs: words.soundDelay.name, ffmpegPath: words.ffmpeg.name,
  warmSeek: words.warmSeek.name, resume: words.resume.name, autoNext: words.autoNext.name, notifications: words.notifications.name,
  foreignLinks: words.foreignLinks.name, linksOffered: words.linksHere.name, subtitles: words.groups.subtitles, subtitlesShown: words.groups.subtitles,
  downLimitBytesPerSec: words.downLimit.name, upLimitBytesPerSec: words.upLimit.name, automaticSpeed: words.automaticSpeed.name, paused: home.pauseAll,
  downloadFolder: words.downloadFolder.name, keptFolder: words.keptFolder.name, formerKeptFolders: words.keptFolder.name, storageLimitBytes: words.storageLimit.name, afterWatching: words.afterWatching.name,
  mpvPath: words.players.mpv.name, vlcPath: words.players.vlc.name, tray: words.tray.name, maxConnections: words.connections.name,
  dht: words.dht.name, pex: words.pex.name, lsd: words.lsd.name, portMapping: words.portMapping.name, utp: words.utp.name, port: words.port.name,
  encryption: words.encryption.name, proxy: words.proxy.name, networkInterface: words.networkInterface.name,
})
