import type { ReactElement } from 'react'
import type { FreeFilm } from './free-films.ts'

/** Posters drawn for Millrace: no pictures are fetched. Each is 160 by 216. */
export function Poster({ of }: { readonly of: FreeFilm['id'] | 'demo' }) {
  return <svg className="poster" viewBox="0 0 160 216" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{DRAWINGS[of]}</svg>
}

const DRAWINGS: Readonly<Record<FreeFilm['id'] | 'demo', ReactElement>> = {
  demo: (
    <>
      <defs><linearGradient id="demo-sky" x2="0" y2="1"><stop stopColor="#0d2730" /><stop offset="1" stopColor="#0f5a5f" /></linearGradient></defs>
      <rect width="160" height="216" fill="url(#demo-sky)" />
      <g transform="translate(80 106) scale(.9)" fill="none" stroke="#bfeee9" strokeWidth="3.5">
        <circle r="42" /><circle r="30" strokeWidth="2" /><circle r="6" fill="#bfeee9" />
        {[0, 45, 90, 135].map((turn) => <path key={turn} d="M0 -50V50" transform={`rotate(${String(turn)})`} />)}
        {[0, 45, 90, 135, 180, 225, 270, 315].map((turn) => <path key={turn} d="M-7 -50H7" transform={`rotate(${String(turn)})`} strokeWidth="5" />)}
      </g>
      <path d="M0 142q20 -12 40 0t40 0 40 0 40 0V216H0z" fill="#1f8f8d" />
      <path d="M0 158q20 -10 40 0t40 0 40 0 40 0V216H0z" fill="#2bb3aa" />
      <path d="M0 178q20 -8 40 0t40 0 40 0 40 0V216H0z" fill="#35c9c0" />
    </>
  ),
  sintel: (
    <>
      <defs>
        <linearGradient id="sintel-sky" x2="0" y2="1"><stop stopColor="#1a1f3a" /><stop offset=".6" stopColor="#5a3f66" /><stop offset="1" stopColor="#d98a6a" /></linearGradient>
      </defs>
      <rect width="160" height="216" fill="url(#sintel-sky)" />
      <circle cx="112" cy="62" r="26" fill="#f6d9b8" opacity=".9" />
      <path d="M0 150 34 96l20 28 26-46 30 52 18-24 32 44v66H0z" fill="#4a4468" />
      <path d="m80 78 9 16-7-3-5 7-4-8-5 4zM34 96l6 11-6-3-4 4-3-3z" fill="#efe9f2" />
      <path d="M0 180 40 140l30 30 34-38 56 52v32H0z" fill="#241f3c" />
      <path d="M34 60c8-10 18-14 30-13-4 3-6 6-7 10 5-2 10-2 15 1-5 0-8 2-10 5 6 0 11 2 15 7-8-3-15-2-21 2-3 3-7 5-12 5l-12 6 7-8c-3-4-4-9-5-15z" fill="#15122a" />
      <path d="M104 176l4-16 4 16v22h-8z" fill="#15122a" /><circle cx="108" cy="156" r="4" fill="#15122a" /><path d="M116 198 122 142" stroke="#15122a" strokeWidth="1.8" />
    </>
  ),
  'big-buck-bunny': (
    <>
      <defs><linearGradient id="bunny-sky" x2="0" y2="1"><stop stopColor="#6fc3ea" /><stop offset="1" stopColor="#d8f0c8" /></linearGradient></defs>
      <rect width="160" height="216" fill="url(#bunny-sky)" />
      <circle cx="34" cy="40" r="17" fill="#fff3b0" />
      <path d="M96 54c0-8 12-10 15-3 9-3 14 8 5 11H92c-8-1-5-9 4-8z" fill="#fff" opacity=".85" />
      <path d="M0 132q40-30 84-8t76-8v100H0z" fill="#8cc665" />
      <g fill="#8f8a86">
        <path d="M62 120c-10-30-9-54 0-56 9-1 12 26 10 54zM98 120c10-30 9-54 0-56-9-1-12 26-10 54z" />
        <path d="M63 112c-5-20-5-37-1-38 4 0 5 18 5 37zM97 112c5-20 5-37 1-38-4 0-5 18-5 37z" fill="#e9b8b0" />
        <ellipse cx="80" cy="140" rx="34" ry="31" />
        <ellipse cx="80" cy="196" rx="50" ry="42" />
      </g>
      <ellipse cx="80" cy="154" rx="21" ry="14" fill="#cfcac4" /><ellipse cx="80" cy="202" rx="28" ry="30" fill="#cfcac4" />
      <circle cx="68" cy="134" r="4" fill="#26221f" /><circle cx="92" cy="134" r="4" fill="#26221f" /><path d="M75 147h10l-5 5z" fill="#d9776f" />
      <path d="M76 158h4v7h-4zM81 158h4v7h-4z" fill="#fff" />
      <path d="M0 196q30-18 60-4t100-6v30H0z" fill="#5fa648" />
      <g fill="#f28fb4"><path d="M124 92c-8-10-14 2-2 6-12 2-6 14 2 4 8 10 14-2 2-4 12-4 6-16-2-6z" /></g>
    </>
  ),
  'tears-of-steel': (
    <>
      <defs><linearGradient id="tears-sky" x2="0" y2="1"><stop stopColor="#0b1a24" /><stop offset=".62" stopColor="#23485a" /><stop offset="1" stopColor="#e0874a" /></linearGradient></defs>
      <rect width="160" height="216" fill="url(#tears-sky)" />
      <g fill="none" stroke="#7fd6e6" transform="translate(80 78)">
        <circle r="46" opacity=".25" /><circle r="36" opacity=".5" strokeDasharray="40 12" /><circle r="25" strokeWidth="2" strokeDasharray="60 18" /><circle r="9" fill="#e9fbff" stroke="none" />
        <path d="M0-60v18M0 42v18M-60 0h18M42 0h18" opacity=".7" />
      </g>
      <path d="M0 160h14v-22h10l5-10 5 10h8v14h10v-26l7-14 7 14v20h12v-12h10v-8l6-9 6 9v14h10v-20h12v12h8v-18l6-12 6 12v38h18v56H0z" fill="#10202a" />
      <path d="M0 176h160v40H0z" fill="#0a151c" />
      <g stroke="#e0874a" opacity=".55"><path d="M14 184h26M60 188h44M118 184h30M30 196h36M88 200h40M10 206h20" /></g>
      <g fill="#ffcf8a"><path d="M30 142h3v4h-3zM61 134h3v4h-3zM98 150h3v4h-3zM128 146h3v4h-3zM46 156h3v4h-3zM146 154h3v4h-3z" /></g>
    </>
  ),
  'cosmos-laundromat': (
    <>
      <defs><linearGradient id="cosmos-sky" x2="0" y2="1"><stop stopColor="#28346b" /><stop offset=".55" stopColor="#a763a5" /><stop offset="1" stopColor="#f3c2a0" /></linearGradient></defs>
      <rect width="160" height="216" fill="url(#cosmos-sky)" />
      <g fill="none" stroke="#fff" strokeLinecap="round" transform="translate(104 62)">
        <path d="M0 0c6-5 14 0 12 8-3 9-18 10-24 0-7-13 4-28 20-28 20 0 32 20 25 38" strokeWidth="4" opacity=".9" />
        <path d="M-20 18c-12-20 0-46 28-46 30 0 46 28 38 54" strokeWidth="2.5" opacity=".5" />
        <path d="M-34 26c-14-30 4-66 42-66" strokeWidth="1.5" opacity=".35" />
      </g>
      <path d="M0 176q34-22 70-16 26 4 38 22l52 6v28H0z" fill="#3d5a44" />
      <path d="M0 192q44-16 80-8t80 10v22H0z" fill="#28402f" />
      <g transform="translate(56 146)">
        <path d="M-12 12v14M-4 14v14M8 14v14M15 12v14" stroke="#2b2430" strokeWidth="3.5" strokeLinecap="round" />
        <path d="M-20 2c-4-8 4-15 10-12 3-8 14-8 17-2 8-4 17 3 14 11 5 6-1 15-9 13-5 6-15 5-18 0-9 4-17-3-14-10z" fill="#f6efe6" />
        <path d="M19-4c6-4 13-1 13 5 0 7-6 11-11 8-3-2-4-9-2-13z" fill="#3a303f" /><circle cx="26" cy="1" r="1.5" fill="#fff" />
        <path d="M18-3c-4-2-7 0-8 3 3 2 7 2 9 0z" fill="#3a303f" />
      </g>
    </>
  ),
}
