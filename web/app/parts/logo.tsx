/** The shop's mark: a counting house's gable with its counter, and the name. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 148 36" role="img" aria-label="Kontor" width="148" height="36">
      <path className="logo-mark" d="M3 34V14h5V8h5V3h8v5h5v6h5v20Z" />
      <path className="logo-sign" d="M11.5 15v14M22 15l-8.2 7L22 29" />
      <text className="logo-name" x="44" y="27">
        Kontor
      </text>
    </svg>
  )
}
