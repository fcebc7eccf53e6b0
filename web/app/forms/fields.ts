/** A text field of a posted form, trimmed; empty if it is absent or a file. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** A whole number from `minimum` to `maximum`; undefined for anything else. */
export function numberField(
  form: FormData,
  name: string,
  { minimum, maximum }: { minimum: number; maximum: number },
): number | undefined {
  const text = textField(form, name)
  const value = Number(text)
  return /^\d{1,9}$/.test(text) && value >= minimum && value <= maximum ? value : undefined
}
