/** Whatever a cell holds is a time between 1990 and 2100 or a sentence; a time that is written out comes back. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, hour, minute, second, toBeijingIso } from '../../../../shared/clock.ts'
import { readCellTime } from '../../../../shared/orders/cell-time.ts'

const from = Date.parse('1990-01-01T00:00:00+08:00')
const to = Date.parse('2101-01-01T00:00:00+08:00')
const instants = fc.integer({ min: from / second, max: to / second - 1 }).map((count) => count * second)
const at = (cell: string | number | { date: number }): number | null => {
  const read = readCellTime(cell)
  return 'at' in read ? read.at : null
}

test('a time comes back from every way in which spreadsheets write it', () => {
  fc.assert(fc.property(instants, (instant) => {
    const [date, clock] = toBeijingIso(instant).slice(0, 19).split('T') as [string, string]
    const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number]
    const [h, m, s] = clock.split(':').map(Number) as [number, number, number]
    const half = `${h < 12 ? '上午' : '下午'}${h % 12 === 0 ? 12 : h % 12}:${m}:${s}`
    for (const written of [
      `${date} ${clock}`, `${date}T${clock}+08:00`, new Date(instant).toISOString(), `${year}/${month}/${dayOfMonth} ${h}:${m}:${s}`, `${year}.${month}.${dayOfMonth} ${clock}`,
      `${year}年${month}月${dayOfMonth}日 ${h}时${m}分${s}秒`, `${year}-${month}-${dayOfMonth} ${half}`, `${date}${clock}`.replace(/\D/g, ''), `  ${date}\u3000${clock}\n`,
    ]) expect(at(written), written).toBe(instant)
    expect(at({ date: instant })).toBe(instant)
    const serial = (instant + 8 * hour) / day + 25_569
    expect(at(serial)).toBe(instant)
    expect(at(String(Number(serial.toFixed(9))))).toBe(instant)
  }))
})

test('a date alone is the start of its day, to the day', () => {
  fc.assert(fc.property(instants, (instant) => {
    const start = instant - ((instant + 8 * hour) % day)
    const date = toBeijingIso(instant).slice(0, 10)
    for (const written of [date, date.replaceAll('-', ''), date.replaceAll('-', '/'), (start + 8 * hour) / day + 25_569]) {
      expect(readCellTime(written)).toEqual({ at: start, precision: 'day' })
    }
    expect(readCellTime(`${date} 24:00`)).toEqual(start + day < to ? { at: start + day, precision: 'minute' } : { problem: expect.stringContaining('年份') as string })
  }))
})

test('a day that no month has is never taken for another', () => {
  fc.assert(fc.property(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), (year, month, date) => {
    const exists = new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date
    expect(at(`${year}-${month}-${date}`) !== null).toBe(exists)
    expect(at(`${year}${String(month).padStart(2, '0')}${String(date).padStart(2, '0')}`) !== null).toBe(exists)
  }))
})

test('any cell gives a time in range or a sentence, at once', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789-/.:年月日时 上午T+') , maxLength: 80 })
  const cells = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), digits, fc.double(), fc.integer(), fc.boolean(), fc.double().map((date) => ({ date })), fc.string().map((error) => ({ error })))
  fc.assert(fc.property(cells, (cell) => {
    const read = readCellTime(cell)
    if ('problem' in read) expect(read.problem).toMatch(/[请]/)
    else {
      expect(read.at).toBeGreaterThanOrEqual(from)
      expect(read.at).toBeLessThan(to)
      if (read.precision === 'minute') expect(read.at % minute).toBe(0)
    }
  }), { numRuns: 2_000 })
  expect(readCellTime('2018-03-05 '.repeat(100_000))).toMatchObject({ problem: expect.stringContaining('不是日期') as string })
})
