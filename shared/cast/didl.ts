import { escapeXml } from './xml.ts'
import { toUpnpTime } from './upnp-time.ts'

export interface DidlItem {
  readonly title: string
  readonly url: string
  /** As the device names it, the same as the Content-Type served. */
  readonly mediaType: string
  /** Fourth field of protocolInfo, the same string as the contentFeatures header. */
  readonly contentFeatures: string
  /** Null for a stream without a length. */
  readonly lengthBytes: number | null
  readonly durationSec: number | null
  /** Subtitles as SRT, for televisions that read them (sec:CaptionInfo); null = none. */
  readonly captionUrl: string | null
}

/**
 * The DIDL-Lite description of one film or one piece of music. ContentDirectory:1, 2.8.5.
 * There is one `res` only: a second one with a subtitle's type makes some televisions play the subtitle as the film.
 */
export function didlLite(item: DidlItem): string {
  const kind = item.mediaType.startsWith('audio/') ? 'object.item.audioItem.musicTrack' : 'object.item.videoItem.movie'
  const size = item.lengthBytes === null ? '' : ` size="${String(item.lengthBytes)}"`
  const duration = item.durationSec === null ? '' : ` duration="${toUpnpTime(item.durationSec)}.000"`
  const caption = item.captionUrl === null ? '' : `<sec:CaptionInfo sec:type="srt">${escapeXml(item.captionUrl)}</sec:CaptionInfo><sec:CaptionInfoEx sec:type="srt">${escapeXml(item.captionUrl)}</sec:CaptionInfoEx>`
  return '<DIDL-Lite xmlns="urn:schemas-upnp-org:metadata-1-0/DIDL-Lite/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:upnp="urn:schemas-upnp-org:metadata-1-0/upnp/" xmlns:sec="http://www.sec.co.kr/">'
    + `<item id="1" parentID="0" restricted="1"><dc:title>${escapeXml(item.title)}</dc:title><upnp:class>${kind}</upnp:class>${caption}`
    + `<res protocolInfo="http-get:*:${escapeXml(item.mediaType)}:${escapeXml(item.contentFeatures)}"${size}${duration}>${escapeXml(item.url)}</res></item></DIDL-Lite>`
}
