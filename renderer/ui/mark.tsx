/** The mark of Millrace: water running through a narrow channel into the shape of "play". */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="mark-ground" />
      <path d="M5 10c3.5 0 3.5 2.5 7 2.5 2 0 3-.8 4-1.5" className="mark-water mark-water-far" />
      <path d="M5 16c3.5 0 3.5 2.5 7 2.5 2 0 3-.8 4-1.5" className="mark-water" />
      <path d="M5 22c3.5 0 3.5 2.5 7 2.5 2 0 3-.8 4-1.5" className="mark-water mark-water-far" />
      <path d="M17 9.2v13.6c0 .8.9 1.3 1.6.8l8.6-6.8c.5-.4.5-1.2 0-1.6l-8.6-6.8c-.7-.5-1.6 0-1.6.8z" className="mark-play" />
    </svg>
  )
}
