import type { ServerResponse } from 'node:http'

/**
 * Headers that every answer of the storefront bears; documents get their Content-Security-Policy with a nonce from
 * `app/entry.server.tsx`, everything else this one, which allows nothing.
 * Source: OWASP HTTP Headers Cheat Sheet.
 */
export function setSecurityHeaders(response: ServerResponse, options: { https: boolean }): void {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader(
    'Permissions-Policy',
    'camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()',
  )
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
  )
  if (options.https) {
    response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains')
  }
}
