/** Line icons drawn for Millrace on a 24 px grid; 1.75 px strokes, round ends. */
const SHAPES = {
  play: <path d="M8 5.5v13l11-6.5z" fill="currentColor" stroke="none" />,
  pause: <path d="M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z" fill="currentColor" stroke="none" />,
  replay: <path d="M5 12a7 7 0 1 0 2.3-5.2M5 4.5v4h4" />,
  back10: <><path d="M4.5 12.6a7.5 7.5 0 1 0 2.5-5.6M4.5 4.6v4h4" /><text x="12.2" y="15.4" className="icon-number">10</text></>,
  forward10: <><path d="M19.5 12.6a7.5 7.5 0 1 1-2.5-5.6M19.5 4.6v4h-4" /><text x="11.8" y="15.4" className="icon-number">10</text></>,
  volume: <><path d="M4 9.5v5h3.4L12 18.5v-13L7.4 9.5z" fill="currentColor" /><path d="M15.2 9a4.2 4.2 0 0 1 0 6M17.8 6.4a8 8 0 0 1 0 11.2" /></>,
  volumeLow: <><path d="M4 9.5v5h3.4L12 18.5v-13L7.4 9.5z" fill="currentColor" /><path d="M15.2 9a4.2 4.2 0 0 1 0 6" /></>,
  muted: <><path d="M4 9.5v5h3.4L12 18.5v-13L7.4 9.5z" fill="currentColor" /><path d="m15.5 9.5 5 5M20.5 9.5l-5 5" /></>,
  subtitles: <><rect x="3" y="5.5" width="18" height="13" rx="2" /><path d="M6.5 11h4M13 11h4.5M6.5 14.5h7M16 14.5h1.5" /></>,
  files: <path d="M4 6.5h16M4 12h16M4 17.5h10" />,
  pip: <><rect x="3.5" y="5.5" width="17" height="13" rx="2" /><rect x="11.5" y="11.5" width="6.5" height="4.5" rx="0.8" fill="currentColor" stroke="none" /></>,
  fullScreen: <path d="M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15" />,
  leaveFullScreen: <path d="M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5" />,
  back: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  close: <path d="m6.5 6.5 11 11M17.5 6.5l-11 11" />,
  copy: <><rect x="8.5" y="8.5" width="11" height="11" rx="2" /><path d="M5.5 15.5h-1v-11h11v1" /></>,
  check: <path d="m5.5 12.5 4.5 4.5 8.5-9.5" />,
  stats: <path d="M5 19V11M10 19V5M15 19v-6M20 19V8.5" />,
  settings: <><circle cx="12" cy="12" r="3" /><path d="M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2.1 2.1M15.9 15.9 18 18M18 6l-2.1 2.1M8.1 15.9 6 18" /></>,
  search: <><circle cx="10.5" cy="10.5" r="6" /><path d="m15 15 5 5" /></>,
  keys: <><rect x="3" y="6.5" width="18" height="11" rx="2" /><path d="M7 10.5h.01M11 10.5h.01M15 10.5h.01M17.5 10.5h.01M8 14h8" /></>,
  folder: <path d="M3.5 7.5a2 2 0 0 1 2-2h4l2 2.5h7a2 2 0 0 1 2 2v6.5a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z" />,
  link: <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1" />,
  chevron: <path d="m8 10 4 4 4-4" />,
  warning: <path d="M12 4.5 21 19.5H3zM12 10v4.5M12 17h.01" />,
  cast: <><path d="M3.5 8.5v-2a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-5" /><path d="M3.5 12a7.5 7.5 0 0 1 7.5 7.5M3.5 15.5a4 4 0 0 1 4 4M3.5 19.4h.01" /></>,
  castOn: <><path d="M3.5 8.5v-2a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-5" /><path d="M7.5 8.5h9v7h-2.2a11 11 0 0 0-6.8-6.4z" fill="currentColor" stroke="none" /><path d="M3.5 12a7.5 7.5 0 0 1 7.5 7.5M3.5 15.5a4 4 0 0 1 4 4M3.5 19.4h.01" /></>,
  screen: <><rect x="3" y="5" width="18" height="11.5" rx="1.8" /><path d="M8.5 20h7" /></>,
  program: <><rect x="3" y="4.5" width="18" height="15" rx="2" /><path d="M3 8.5h18" /><path d="M10 11.2v5.6l4.6-2.8z" fill="currentColor" stroke="none" /></>,
  more: <path d="M6 12h.01M12 12h.01M18 12h.01" strokeWidth="3" />,
  keep: <path d="M7 4.5h10v15l-5-4-5 4z" />,
  unkeep: <path d="M7 4.5h10v15l-5-4-5 4z" fill="currentColor" />,
  trash: <path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.2 10.5v5.5M13.8 10.5v5.5" />,
  loop: <path d="M17 3.5 20 6.5l-3 3M20 6.5H8a4 4 0 0 0-4 4v.5M7 20.5l-3-3 3-3M4 17.5h12a4 4 0 0 0 4-4V13" />,
  camera: <><path d="M4.5 7.5h3l1.5-2.5h6l1.5 2.5h3v11h-15z" /><circle cx="12" cy="12.8" r="3.2" /></>,
  mini: <><rect x="3.5" y="5.5" width="17" height="13" rx="2" /><path d="M7 9l4 3.5M11 9.5v3H8" /><rect x="13.5" y="13" width="4.5" height="3" rx="0.6" fill="currentColor" stroke="none" /></>,
  leaveMini: <><rect x="3.5" y="5.5" width="17" height="13" rx="2" /><path d="m9.5 14.5 5-5M10.5 9.5h4v4" /></>,
  previousFile: <path d="M7 6v12M18 6.5v11L9.5 12z" />,
  nextFile: <path d="M17 6v12M6 6.5v11l8.5-5.5z" />,
  plus: <path d="M12 6v12M6 12h12" />,
  minus: <path d="M6 12h12" />,
  sound: <path d="M5 14v-4M9 17V7M13 19.5v-15M17 16V8M21 13.5v-3" />,
} as const

export type IconName = keyof typeof SHAPES

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" data-icon={name} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  )
}
