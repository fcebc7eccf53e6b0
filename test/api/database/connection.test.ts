import pg from 'pg'
import { expect, test } from 'vitest'
import { connectionOf } from '../../../api/database/connection.ts'

const connect = (url: string, password?: () => Promise<string>) => new pg.Client(connectionOf(url, password))

test('takes everything from the URL where there is no password function', () => {
  const client = connect('postgres://kontor:p%40ss@db.example:6432/shop')
  expect(client).toMatchObject({
    host: 'db.example',
    port: 6432,
    user: 'kontor',
    database: 'shop',
    password: 'p@ss',
  })
})

test('asks the function for the password, whatever the URL says', () => {
  const password = () => Promise.resolve('rotated')
  for (const url of ['postgres://kontor@db.example/shop', 'postgres://kontor:old@db.example/shop']) {
    expect(connect(url, password)).toMatchObject({ host: 'db.example', port: 5432, user: 'kontor', password })
  }
})
