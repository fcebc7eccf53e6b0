import { describe, expect, test } from 'vitest'
import { parseStartArguments } from '../../local/arguments.ts'
import { Complaint } from '../../local/complaint.ts'

describe('the command line of npm start', () => {
  test('has defaults', () => {
    expect(parseStartArguments([], {})).toEqual({
      help: false,
      fresh: false,
      quiet: false,
      portBase: 4000,
      dataFolder: '.local/shop',
    })
  })

  test('takes the port base from the flag before the environment', () => {
    const environment = { KONTOR_PORT_BASE: '5000' }
    expect(parseStartArguments([], environment).portBase).toBe(5000)
    expect(parseStartArguments(['--port-base', '6000'], environment).portBase).toBe(6000)
  })

  test.each([[['--frehs']], [['--port-base']], [['--port-base', '80']], [['shop']]])('refuses %j', (args) => {
    expect(() => parseStartArguments(args, {})).toThrow(Complaint)
  })
})
