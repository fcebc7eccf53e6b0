/** One SQL statement with its parameters. The name is for logs and metrics; it is never a prepared statement's name. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Makes a statement of a template literal; what is interpolated becomes a parameter, never SQL text.
 *
 * @example sql('product_by_slug')`select id from product_text where slug = ${slug}`
 */
export function sql(name: string): (parts: TemplateStringsArray, ...values: unknown[]) => Statement {
  return (parts, ...values) => ({
    name,
    text: parts.reduce((text, part, index) => `${text}$${index}${part}`),
    values,
  })
}
