/** Slow water at the foot of a surface. Purely decoration; stands still when the person prefers less motion. */
export function Water() {
  return (
    <div className="water" aria-hidden="true">
      <svg className="water-far" viewBox="0 0 1200 80" preserveAspectRatio="none"><path d={wave(24, 12)} /></svg>
      <svg className="water-middle" viewBox="0 0 1200 80" preserveAspectRatio="none"><path d={wave(36, 10)} /></svg>
      <svg className="water-near" viewBox="0 0 1200 80" preserveAspectRatio="none"><path d={wave(50, 8)} /></svg>
    </div>
  )
}

/** Four equal waves over 1200 units, so that a shift by half the width is seamless. */
function wave(level: number, height: number): string {
  const half = 150
  const crest = `q ${String(half / 2)} ${String(-height)} ${String(half)} 0 t ${String(half)} 0 `
  return `M0 ${String(level)} ${crest.repeat(4)} V80 H0 Z`
}
