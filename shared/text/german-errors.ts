import type { ErrorCode, ErrorDetails } from '../errors.ts'
import { SOURCE_LIMITS } from '../torrent/limits.ts'
import { inFolder, isGone } from './error-sentence.ts'
import type { ErrorWords, SentencesFor } from './error-sentence.ts'
import { isolate } from './isolate.ts'
import { formatBytes, formatCount } from './numbers.ts'

const OPEN_SOMETHING = 'Zieh eine .torrent-Datei hierher oder füge einen Magnet-Link oder Info-Hash ein.'
const OTHER_FILE = 'Wähle eine andere Datei.'
const AGAIN = 'Versuche es noch einmal.'
const OPEN_AGAIN = 'Öffne ihn noch einmal.'
const DOWNLOAD_AGAIN = 'Lade sie noch einmal herunter oder nimm den Magnet-Link.'

const FFMPEG_WAYS: Readonly<Record<string, string>> = {
  linux: 'Installiere ffmpeg mit der Softwareverwaltung deines Systems und versuche es noch einmal. Liegt eines woanders, wählst du es in den Einstellungen unter Wiedergabe.',
  darwin: 'Installiere ffmpeg, etwa mit „brew install ffmpeg“, und versuche es noch einmal. Liegt eines woanders, wählst du es in den Einstellungen unter Wiedergabe.',
  win32: 'Installiere ffmpeg, etwa mit „winget install ffmpeg“, und starte Millrace neu. Liegt eines woanders, wählst du es in den Einstellungen unter Wiedergabe.',
}

function unusable({ why, version, oldest }: ErrorDetails): string {
  switch (why) {
    case 'tooOld': return `Das Programm ffmpeg auf diesem Computer ist zu alt, um Filme umzuwandeln: Es ist ${String(version)}, nötig ist ${String(oldest)} oder neuer.`
    case 'noProbe': return 'Das Programm ffprobe, das zu ffmpeg gehört und zum Umwandeln nötig ist, fehlt daneben.'
    case 'incomplete': return 'Dem Programm ffmpeg auf diesem Computer fehlt, was zum Umwandeln von Filmen nötig ist.'
    default: return 'Das Programm, das auf diesem Computer als ffmpeg gefunden wurde, arbeitet nicht.'
  }
}

function notRead({ isWhole, count, lost }: ErrorDetails): string {
  if (isWhole === true) return 'Die Einstellungen waren nicht zu lesen; alle sind wie am Anfang.'
  return typeof count !== 'number' || count === 0 ? 'Die Einstellungen hatten eine andere Form als sonst; alle waren zu lesen.' : `${formatCount(count, 'Einstellung', 'Einstellungen')} ${count === 1 ? 'war nicht zu lesen und ist' : 'waren nicht zu lesen und sind'} wieder wie am Anfang: ${isolate(String(lost))}.`
}

function listNotRead({ count, kept }: ErrorDetails): string {
  if (typeof count !== 'number' || kept === 0) return 'Die Liste dessen, was du gesehen hast, war nicht zu lesen.'
  return count === 0 ? 'Die Liste dessen, was du gesehen hast, hatte eine andere Form als sonst; jeder Film daraus ist da.' : `Die Liste dessen, was du gesehen hast, war beschädigt: ${formatCount(count, 'Film', 'Filme')} ${count === 1 ? 'war' : 'waren'} nicht zu lesen, die anderen sind da.`
}

function ffmpegEnd({ end, says }: ErrorDetails): string {
  switch (end) {
    case 'hung': return ' Das Programm ffmpeg blieb dabei stehen.'
    case 'tooMuchMemory': case 'tooMuchOutput': return ' Das Programm ffmpeg brauchte zu viel Speicher dafür.'
    case 'empty': return ' Darin ist weder Bild noch Ton zu lesen.'
    case 'endless': return ' Seine Länge ist nicht herauszufinden.'
    case 'nonsense': return ' Was das Programm ffmpeg daraus gemacht hat, ist kein Film.'
    case 'notWritten': return ' Was daraus wurde, ließ sich nicht auf die Festplatte schreiben.'
    case 'silent': return ' Das Programm ffmpeg endete ohne ein Wort.'
    default: return typeof says === 'string' ? ` Das Programm ffmpeg sagt: „${isolate(says)}“.` : ''
  }
}

/** The sentences for errors in German; a code that is missing is said in English. */
export const germanErrors: Readonly<Partial<Record<ErrorCode, SentencesFor>>> = {
  sourceEmpty: () => ({ what: 'Darin war nichts zu öffnen.', next: OPEN_SOMETHING }),
  sourceUnknown: (details) => ({ what: `${named(details, 'Das')} ist kein Torrent.`, next: OPEN_SOMETHING }),
  sourceTooLarge: (details) => ({
    what: `${named(details, 'Das')} ist zu groß für eine .torrent-Datei${sized(details)}. Die Grenze ist ${formatBytes(SOURCE_LIMITS.metainfoBytes)}.`,
    next: 'Nimm die .torrent-Datei, die den Film beschreibt, nicht den Film selbst.',
  }),
  sourceIsFolder: (details) => ({ what: `${named(details, 'Das')} ist ein Ordner.`, next: 'Öffne den Ordner und zieh die .torrent-Datei daraus hierher.' }),
  sourceUnreadable: (details) => ({ what: `${named(details, 'Die Datei')} ließ sich nicht lesen.`, next: 'Prüfe, ob es sie noch gibt und sie gelesen werden darf, und versuche es noch einmal.' }),
  sourceUnreachable: () => ({ what: 'Der Link ließ sich nicht abrufen.', next: 'Prüfe die Adresse und ob dieser Computer online ist, oder nimm einen Magnet-Link.' }),
  sourceForbidden: () => ({ what: 'Der Link zeigt auf diesen Computer oder das eigene Netz.', next: 'Solchen Links wird nicht gefolgt. Lade die .torrent-Datei herunter und zieh sie hierher.' }),
  magnetMalformed: () => ({ what: 'Der Magnet-Link ist beschädigt oder abgeschnitten.', next: 'Kopiere den ganzen Link noch einmal. Er beginnt mit „magnet:?xt=urn:btih:“.' }),
  bencodeMalformed: () => ({ what: 'Das ist keine .torrent-Datei, oder sie ist beschädigt.', next: DOWNLOAD_AGAIN }),
  metainfoDamaged: () => ({ what: 'Die .torrent-Datei ist beschädigt.', next: DOWNLOAD_AGAIN }),
  metainfoTooLarge: () => ({ what: 'Dieser Torrent hat mehr Dateien oder Stücke, als sich bewältigen lassen.', next: 'Suche einen kleineren Torrent desselben Films.' }),
  torrentV2Only: () => ({ what: 'Dieser Torrent benutzt nur die zweite Fassung des Formats, die sich noch nicht abspielen lässt.', next: 'Suche einen hybriden Torrent oder einen der ersten Fassung desselben Films.' }),
  metadataTimeout: () => ({ what: 'Kein Peer hat die Angaben zu diesem Torrent rechtzeitig geschickt.', next: 'Peers kommen und gehen: Versuche es jetzt oder später noch einmal.' }),
  metadataMismatch: () => ({ what: 'Was die Peers geschickt haben, gehört nicht zu diesem Link.', next: 'Es wurde verworfen. Versuche es noch einmal oder nimm die .torrent-Datei.' }),
  noPlayableFile: () => ({ what: 'In diesem Torrent ist weder Film noch Ton.', next: 'Öffne einen anderen Torrent, um etwas zu sehen.' }),
  tooManyTorrents: (details) => ({ what: `${typeof details['limit'] === 'number' ? `${String(details['limit'])} Torrents` : 'So viele Torrents wie erlaubt'} sind schon offen.`, next: 'Schließe einen davon und öffne diesen noch einmal.' }),
  torrentUnknown: () => ({ what: 'Dieser Torrent ist nicht mehr offen.', next: OPEN_AGAIN }),
  fileUnknown: () => ({ what: 'Diese Datei gibt es in dem Torrent nicht.', next: OTHER_FILE }),
  streamUnknown: () => ({ what: 'Der Film wird nicht mehr übertragen.', next: OPEN_AGAIN }),
  readAborted: () => ({ what: 'Das Lesen wurde unterbrochen.', next: AGAIN }),
  diskFull: (details) => ({ what: `Die Festplatte ist voll${inFolder(details)}.`, next: 'Schaff etwas Platz; der Download geht von selbst weiter.' }),
  folderUnusable: (details) => (isGone(details)
    ? { what: `Der Download-Ordner ist weg${inFolder(details)}.`, next: 'Bring ihn zurück oder schließ seine Festplatte wieder an; der Download geht von selbst weiter.' }
    : { what: `In den Download-Ordner lässt sich nicht schreiben${inFolder(details)}.`, next: 'Erlaube das Schreiben, dann geht der Download von selbst weiter, oder wähle beim nächsten Start einen anderen Ordner.' }),
  storageLimit: (details) => ({ what: `Was läuft, braucht mehr Platz auf der Festplatte, als es haben darf${limited(details)}.`, next: 'Erhöhe die Grenze in den Einstellungen; der Film geht von selbst weiter.' }),
  storageFailed: () => ({ what: 'Schreiben auf die Festplatte oder Lesen von ihr ist gescheitert.', next: 'Prüfe die Festplatte und versuche es noch einmal.' }),
  interfaceGone: (details) => ({ what: `Die Netzwerkschnittstelle ${named(details, 'deiner Wahl')} ist nicht da. Es wird nichts geladen, damit nichts einen anderen Weg nimmt.`, next: 'Verbinde sie wieder (etwa ein VPN), dann geht alles von selbst weiter, oder wähle in den Einstellungen unter Netzwerk eine andere.' }),
  proxyUnreachable: (details) => ({ what: `Der Proxy ${named(details, 'deiner Wahl')} antwortet nicht.`, next: 'Starte ihn, oder berichtige seine Adresse in den Einstellungen unter Netzwerk; alles geht von selbst weiter.' }),
  proxyLogin: (details) => ({ what: `Der Proxy ${named(details, 'deiner Wahl')} weist Benutzername oder Passwort zurück.`, next: 'Berichtige sie in den Einstellungen unter Netzwerk.' }),
  proxyForeign: (details) => ({ what: `Was unter ${named(details, 'der Adresse des Proxys')} antwortet, ist kein Proxy dieser Art.`, next: 'Wähle in den Einstellungen unter Netzwerk die andere Art oder einen anderen Port.' }),
  proxyForbids: (details) => ({ what: `Der Proxy ${named(details, 'deiner Wahl')} lässt uns zu keinem Peer.`, next: 'Viele HTTP-Proxys erlauben nur Webseiten. Wähle in den Einstellungen unter Netzwerk einen, der andere Ports erlaubt, oder einen SOCKS-Proxy.' }),
  rangeMalformed: () => ({ what: 'Der Player hat um einen Teil gebeten, der keinen Sinn ergibt.', next: AGAIN }),
  rangeUnsatisfiable: () => ({ what: 'Der Player hat um einen Teil hinter dem Ende der Datei gebeten.', next: AGAIN }),
  portInUse: (details) => ({ what: `${typeof details['port'] === 'number' ? `Port ${String(details['port'])}` : 'Der Port'} wird von einem anderen Programm benutzt.`, next: 'Beende das Programm oder starte Millrace mit einem anderen Port.' }),
  ffmpegMissing: ({ system }) => ({ what: 'Das Programm ffmpeg, das zum Umwandeln dieses Films nötig ist, wurde nicht gefunden.', next: FFMPEG_WAYS[String(system)] ?? 'Installiere ffmpeg und versuche es noch einmal.' }),
  ffmpegUnusable: (details) => ({ what: unusable(details), next: FFMPEG_WAYS[String(details['system'])] ?? 'Installiere ein neueres ffmpeg und versuche es noch einmal.' }),
  ffmpegFailed: (details) => ({ what: `Der Film ließ sich nicht umwandeln.${ffmpegEnd(details)}`, next: 'Versuche es noch einmal oder wähle eine andere Datei.' }),
  deviceUnknown: () => ({ what: 'Dieses Gerät ist nicht mehr da.', next: 'Suche noch einmal und wähle ein anderes.' }),
  deviceAddressBad: () => ({ what: 'Das ist keine Adresse eines Geräts.', next: 'Schreib sie als 192.168.1.20, oder füge die Adresse seiner Beschreibung ein, die mit http:// beginnt.' }),
  deviceUnreachable: (details) => ({ what: `${named(details, 'Das Gerät')} antwortet nicht.`, next: 'Prüfe, ob es eingeschaltet und im selben Netz ist, und versuche es noch einmal.' }),
  deviceRefused: (details) => ({ what: `${named(details, 'Das Gerät')} weigert sich, das abzuspielen.`, next: 'Versuche es noch einmal oder wähle ein anderes Gerät.' }),
  deviceBroken: (details) => ({ what: `${named(details, 'Das Gerät')} hat unverständlich geantwortet.`, next: 'Schalte es aus und wieder ein oder wähle ein anderes Gerät.' }),
  deviceCannotReachUs: (details) => ({ what: `${named(details, 'Das Gerät')} konnte diesen Computer nicht erreichen.`, next: 'Eine Firewall, ein VPN oder ein Gastnetz steht dazwischen: Lass Millrace zu oder nimm dasselbe Netz.' }),
  subtitleUnreadable: (details) => ({ what: `${named(details, 'Das')} enthält keine lesbaren Untertitel.`, next: 'Wähle eine SRT-, WebVTT-, ASS-, SSA- oder SUB-Datei.' }),
  subtitleTooLarge: (details) => ({ what: `${named(details, 'Das')} ist zu groß für Untertitel${sized(details)}.`, next: OTHER_FILE }),
  subtitleUnknown: () => ({ what: 'Diese Untertitel sind nicht mehr da.', next: 'Wähle andere.' }),
  invalidMessage: () => ({ what: 'Die Teile von Millrace haben einander missverstanden.', next: 'Versuche es noch einmal. Geschieht es wieder, starte Millrace neu.' }),
  torrentSuspect: () => ({ what: 'Der Torrent-Dienst brach immer wieder ab, während das hier offen war.', next: 'Es wurde geschlossen gelassen, damit alles andere weitergeht. „Noch einmal“ öffnet es wieder.' }),
  hostGone: () => ({ what: 'Der Torrent-Dienst brach mittendrin ab.', next: 'Er wird neu gestartet. Versuche es gleich noch einmal.' }),
  cancelled: () => ({ what: 'Das wurde abgebrochen.', next: 'Öffne es wieder, wann du willst.' }),
  timeout: () => ({ what: 'Es hat zu lange gedauert.', next: AGAIN }),
  settingsMended: (details) => ({
    what: notRead(details),
    next: `${details['closesWay'] === true ? 'Darunter kann ein Proxy oder eine Netzwerkschnittstelle gewesen sein. Bis du in den Einstellungen unter Netzwerk neu wählst, wird nichts geladen.' : 'Stelle neu ein, was dir fehlt.'} Die alte Datei liegt als settings.json.broken neben der neuen.`,
  }),
  libraryMended: (details) => ({
    what: listNotRead(details),
    next: details['count'] === 0 && details['kept'] !== 0 ? 'Zu tun ist nichts. Die alte Liste liegt als library.json.broken neben der neuen.' : 'Öffne wieder, was dir fehlt. Die alte Liste liegt als library.json.broken neben der neuen.',
  }),
  settingInvalid: () => ({ what: 'Dieser Wert ist nicht erlaubt.', next: 'Wähle einen anderen.' }),
  argumentInvalid: () => ({ what: 'Ein Wort auf der Befehlszeile wurde nicht verstanden.', next: 'Starte Millrace ohne es.' }),
  unexpected: () => ({ what: 'Etwas ging schief, das nicht hätte schiefgehen sollen.', next: 'Versuche es noch einmal. Geschieht es wieder, kopiere die Einzelheiten und melde sie.' }),
}

/** Words for what only the player can find out. */
export const germanPlayerErrors: Readonly<Record<'format' | 'network' | 'engine', ErrorWords>> = {
  format: { what: 'Das Format dieses Films lässt sich hier noch nicht abspielen.', next: 'Wähle eine andere Datei oder öffne einen Film in MP4, WebM oder MKV mit H.264, VP9 oder AV1.' },
  network: { what: 'Die Verbindung zum Film ging verloren und kam nicht wieder.', next: 'Versuche es noch einmal: Deine Stelle bleibt.' },
  engine: { what: 'Der Torrent-Dienst ließ sich nicht wieder starten.', next: 'Schließe Millrace und starte es neu.' },
}

function named(details: ErrorDetails, otherwise: string): string {
  const name = details['name']
  return typeof name === 'string' && name !== '' ? `„${isolate(name)}“` : otherwise
}

function sized(details: ErrorDetails): string {
  const size = details['lengthBytes']
  return typeof size === 'number' ? ` (${formatBytes(size)})` : ''
}

function limited({ limitBytes }: ErrorDetails): string {
  return typeof limitBytes === 'number' ? ` (${formatBytes(limitBytes)})` : ''
}
