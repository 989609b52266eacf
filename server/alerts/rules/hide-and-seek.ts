/** 躲猫猫: after several closings the same place is complained of again, and at the same hours as before. */
import { day } from '../../../shared/clock.ts'
import type { IssueActivity } from '../../../shared/issue.ts'
import { defineRule, quiet } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'hide-and-seek'

export default defineRule({
  id,
  name: '躲猫猫',
  needs: 'issue',
  goesBy: 'course',
  grades: ['same-hours'],
  wallFrom: 'blue',
  judge({ activity }, context) {
    const { closings, earlier, hours, share } = context.rules.hideAndSeek
    if (activity.place === null) return quiet(id, '没有明确地点')
    if (activity.closings < closings || activity.sinceClosed.count === 0) return quiet(id, `办结不足${closings}次，或办结后没有再反映`)
    // What an import of past years brings was so then; now is another matter.
    if (context.at - activity.lastAt > context.rules.rebound.days * day) return quiet(id, '近期没有再反映')
    const before = sum(activity.hours.before)
    if (before < earlier) return quiet(id, `此前不足${earlier}次，看不出时段`)
    const hour = peak(activity)
    if (hour === null || around(activity.hours.before, hour, hours) < share * before) return quiet(id, '与此前的时段不同')
    return {
      raise: true,
      rule: id,
      grade: 'same-hours',
      sentence: issueSentence(activity, context, {
        period: '办结后再', count: activity.sinceClosed.count, people: activity.sinceClosed.people, usual: '预计不再反映',
        more: [`已办结${activity.closings}次`, `仍集中在${wrap(hour - hours)}时至${wrap(hour + hours + 1)}时`, '请对照巡查时段'],
      }),
      score: 1,
      expected: 0,
      seen: activity.sinceClosed.count,
      people: activity.sinceClosed.people,
    }
  },
})

/** The hour of the day around which it has come since the last closing; null where no posting tells its hour. */
function peak({ hours: { since } }: IssueActivity): number | null {
  const most = Math.max(...since)
  return most > 0 ? since.indexOf(most) : null
}

/** Postings within so many hours of `hour`, round the clock. */
function around(counts: readonly number[], hour: number, hours: number): number {
  return sum(counts.filter((_, at) => Math.min(wrap(at - hour), wrap(hour - at)) <= hours))
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
const wrap = (hour: number): number => (hour + 24) % 24
