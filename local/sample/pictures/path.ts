/** Path data of the forms from which drawings are put together; coordinates on the 800 × 800 canvas. */

export function box(x: number, y: number, width: number, height: number, radius = 0): string {
  const r = Math.min(radius, width / 2, height / 2)
  if (r === 0) return `M${x} ${y}h${width}v${height}h${-width}z`
  const arc = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`
  return `M${x + r} ${y}h${width - 2 * r}${arc(r, r)}v${height - 2 * r}${arc(-r, r)}h${2 * r - width}${arc(-r, -r)}v${2 * r - height}${arc(r, -r)}z`
}

export function oval(x: number, y: number, rx: number, ry = rx): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`
}

/** A leg: `top` and `bottom` are [left, right] at the two heights. */
export function taper(
  top: readonly [number, number],
  topY: number,
  bottom: readonly [number, number],
  bottomY: number,
): string {
  return `M${top[0]} ${topY}L${top[1]} ${topY}L${bottom[1]} ${bottomY}L${bottom[0]} ${bottomY}z`
}

/** The same form on the other side of the canvas' middle, for paths of absolute M, L, Q and C commands. */
export function mirrored(path: string): string {
  let horizontal = true
  return path.replace(/[A-Za-z]|-?\d+(?:\.\d+)?/g, (token) => {
    if (/[A-Za-z]/.test(token)) {
      horizontal = true
      return token
    }
    const value = horizontal ? String(800 - Number(token)) : token
    horizontal = !horizontal
    return value
  })
}

/** Draws a form and its mirror image. */
export function both(draw: (path: string) => string, path: string): string {
  return draw(path) + draw(mirrored(path))
}
