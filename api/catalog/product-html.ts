import sanitizeHtml from 'sanitize-html'

/** Length of `product_text.excerpt`, in UTF-16 code units as `String.length` counts (never more characters). */
const excerptLength = 300

/**
 * What a product description may contain: text, lists, tables, links, pictures of the shop itself. No styles, no
 * classes, no ids: they would fight the storefront's own, and ids could shadow its form fields (DOM clobbering).
 */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'a',
    'abbr',
    'b',
    'blockquote',
    'br',
    'caption',
    'code',
    'dd',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'img',
    'li',
    'ol',
    'p',
    'pre',
    's',
    'small',
    'span',
    'strong',
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'tr',
    'u',
    'ul',
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    abbr: ['title'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  // A product page has one h1, its title.
  transformTags: {
    h1: 'h2',
    img: sanitizeHtml.simpleTransform('img', { loading: 'lazy' }),
  },
  // Deeper nesting than any description needs; bounds the parser's recursion on hostile input.
  nestingLimit: 50,
}

/** Elements after which the next word does not belong to the same line. */
const breaking = /<(?:br|hr|\/(?:p|div|li|h[1-6]|td|th|tr|dd|dt|blockquote|figcaption|caption|pre))\b[^>]*>/gi

/** The description as it may be shown to anyone: no scripts, no event handlers, no styles, no foreign frames. */
export function sanitizeProductHtml(html: string): string {
  return sanitizeHtml(withoutNul(html), allowed).trim()
}

/**
 * The text of a description, cut between words and ended by an ellipsis if anything was cut.
 *
 * @param html sanitized or not; what scripts and styles contain is not text
 * @param longest characters, as `String.length` counts; default 300
 */
export function excerptOf(html: string, longest: number = excerptLength): string {
  const spaced = withoutNul(html).replace(breaking, '$& ')
  const markupFree = sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {}, nestingLimit: 50 })
  const text = decodeBasicEntities(markupFree).replace(/\s+/gu, ' ').trim()
  if (text.length <= longest) return text

  // One place is kept for the ellipsis.
  const cut = text.slice(0, longest - 1)
  const lastSpace = cut.lastIndexOf(' ')
  const words = lastSpace > longest / 2 ? cut.slice(0, lastSpace) : withoutHalfCharacter(cut)
  return `${words.replace(/[\s.,;:–-]+$/u, '')}…`
}

/** PostgreSQL refuses U+0000 in text. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '')
}

/** sanitize-html escapes exactly these in text; an excerpt is plain text, which the storefront escapes itself. */
function decodeBasicEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** A cut may have left the first half of a surrogate pair, e.g. of an emoji. */
function withoutHalfCharacter(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}
