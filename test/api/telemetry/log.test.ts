import { expect, test } from 'vitest'
import { recordLog } from './record-log.ts'

test('writes JSON with level, time, environment and release', () => {
  const { logger, lines } = recordLog()
  logger.info({ status: 200 }, 'request')
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'info',
      environment: 'test',
      release: 'test',
      status: 200,
      msg: 'request',
    }),
  ])
})

test('hides secrets and what tells who a shopper is', () => {
  const log = recordLog()
  log.logger.info({
    email: 'ada@shop.example',
    order: { email: 'ada@shop.example', deliveryAddress: { street: 'Weg 1' } },
    headers: { authorization: 'Bearer abc', cookie: 'session=1' },
    variables: { email: 'ada@shop.example' },
    password: 'hunter2',
  })
  expect(log.text()).not.toMatch(/ada@|Weg 1|Bearer|session=1|hunter2/)
  expect(log.text()).toContain('(hidden)')
})
