import type pg from 'pg'

/**
 * Where to connect, for pg. With a password function the URL is taken apart, because pg prefers what a connection
 * string says, even where it says nothing: the function would be replaced by null (pg 8.23).
 *
 * @param url `postgres://user[:password]@host[:port]/database`
 * @param password asked for every new connection; the URL's if undefined
 */
export function connectionOf(url: string, password: (() => Promise<string>) | undefined): pg.PoolConfig {
  if (password === undefined) return { connectionString: url }
  const { hostname, port, username, pathname } = new URL(url)
  return {
    host: hostname,
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password,
  }
}
