/**
 * Shares `room` among those who want some of it: nobody gets more than it wants, and what one does not want goes to the
 * others in equal parts. Answers in the order of `wants`; the sum is never more than `room`.
 */
export function shareRoom(room: number, wants: readonly number[]): number[] {
  const shares = wants.map(() => 0)
  const smallestFirst = wants.map((want, at) => ({ want, at })).sort((a, b) => a.want - b.want)
  let left = room
  smallestFirst.forEach(({ want, at }, served) => {
    const share = Math.min(want, Math.floor(left / (wants.length - served)))
    shares[at] = share
    left -= share
  })
  return shares
}
