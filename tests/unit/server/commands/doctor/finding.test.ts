/** The doctor's screen and table. */
import { describe, expect, test } from 'vitest'
import { layOut, look, widthOf } from '../../../../../server/commands/doctor/finding.ts'
import { lookAtSettings, tabulateSettings } from '../../../../../server/commands/doctor/settings.ts'
import { settings } from '../../../../../shared/node/config.ts'

describe('layOut', () => {
  test('aligns what follows labels of Chinese and Latin letters, and says how many things are missing', () => {
    const lines = layOut([
      { label: 'Redis', state: 'ok', text: 'here' },
      { label: '中文字体', state: 'missing', text: 'there', mend: 'do this' },
    ]).split('\n')
    expect(widthOf(lines[0]!.slice(0, lines[0]!.indexOf('here')))).toBe(widthOf(lines[1]!.slice(0, lines[1]!.indexOf('there'))))
    expect(lines[2]).toMatch(/→ do this$/)
    expect(lines.at(-1)).toContain('还缺 1 项')
  })
})

describe('look', () => {
  test('turns what was thrown into a finding', async () => {
    expect(await look('x', () => { throw new Error('broken') })).toEqual({ label: 'x', state: 'missing', text: 'broken' })
  })
})

describe('the settings', () => {
  test('that differ from their defaults are named, secrets without their value', () => {
    expect(lookAtSettings({}).text).toBe('全部为默认值')
    const { text } = lookAtSettings({ PORT: '9000', HOST: settings.HOST.default, ADMIN_PASSWORD: 'hush' })
    expect(text).toContain('PORT=9000')
    expect(text).toContain('ADMIN_PASSWORD')
    expect(text).not.toMatch(/hush|HOST/)
  })

  test('are a Markdown table with a row each', () => {
    const rows = tabulateSettings().split('\n')
    expect(rows).toHaveLength(Object.keys(settings).length + 2)
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4)
  })
})
