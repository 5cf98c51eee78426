import type { BuildFacts } from './check-build.ts'

/** What lies beside the programs for whoever gets them: where they came from, how they were built, and their right to the source (GPL 3, section 6). */
export function sourceText(origins: readonly string[], facts: BuildFacts | null): string {
  return `ffmpeg and ffprobe in this folder are programs of their own, by the FFmpeg developers (https://ffmpeg.org) and the
authors of the libraries named below. Millrace starts them and is not part of them. They come under the GNU General
Public License, version 3 or later; its text is in GPL-3.0.txt.

${origins.map((origin) => `- ${origin}`).join('\n')}
${facts === null ? '' : `\nVersion ${facts.version}, built with\n${facts.configuration}\n`}
The source of each version is in FFmpeg's repository, https://git.ffmpeg.org/ffmpeg.git, under the tag, commit or date
that its version names; https://ffmpeg.org/download.html leads to the makers of builds and their scripts.
Whoever gives this folder to others owes them the complete source it was built from: for three years after, on request,
for no more than the cost of sending it. Ask those from whom you have it.
`
}
