import type { AudioTrack, VideoTrack } from '../playback/media-info.ts'

/** The picture of nearly every film whose picture can be copied: what is begun before anybody has looked into the film is begun for it. */
export const USUAL_PICTURE: VideoTrack = {
  streamIndex: 0, codec: 'h264', profile: '', level: null, width: 0, height: 0, bitDepth: 8, pixelFormat: '', framesPerSec: null, interlaced: false, hdr: false, rotation: 0, reordered: true,
}

/** Its sounds lie behind it, in their order. */
export function usualSound(audioIndex: number): AudioTrack {
  return { streamIndex: 1 + audioIndex, audioIndex, codec: '', profile: '', channels: 2, sampleRate: null, language: '', title: '', isDefault: false, isForced: false, isCommentary: false }
}
