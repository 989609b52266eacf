/** 公共服务中断: several people in one area report the same supply within the hour; an announced interruption is only noted. */
import { defineRule, quiet } from '../rule.ts'
import { channelsText, peopleText, sentenceOf } from '../sentence.ts'

const id = 'outage'

/** 集中在苏源绿洲; 分布在苏源绿洲、浦东花园等5处; null when no place is known. */
function placesText(places: readonly string[]): string | null {
  if (places.length === 0) return null
  if (places.length === 1) return `集中在${places.join()}`
  return `分布在${places.slice(0, 3).join('、')}${places.length > 3 ? '等' : ''}${places.length}处`
}

const usualText = (expected: number): string => (expected < 1 ? '预计不足1次' : `预计约${Math.round(expected)}次`)

export default defineRule({
  id,
  name: '公共服务中断',
  needs: 'area',
  goesBy: 'counts',
  grades: ['unannounced', 'announced'],
  wallFrom: 'blue',
  judge(area, context) {
    const { outage } = context.rules
    if (!outage.categories.includes(area.category)) return quiet(id, `${area.categoryName}不属于公共服务供应`)
    if (area.minutes > outage.minutes) return quiet(id, `统计时段${area.minutes}分钟，长于规定的${outage.minutes}分钟`)
    if (area.people < outage.people) return quiet(id, `${outage.minutes}分钟内不足${outage.people}名诉求人`)
    return {
      raise: true,
      rule: id,
      grade: area.planned ? 'announced' : 'unannounced',
      sentence: sentenceOf(`${area.townshipName}${area.categoryName}`, [
        `${area.minutes}分钟内反映${area.count}次`, peopleText(area.people), usualText(area.expected), placesText(area.places),
        area.planned ? '已有停供公告' : '未见停供公告', channelsText(area.channels, context),
      ]),
      score: 1,
      expected: area.expected,
      seen: area.count,
      people: area.people,
    }
  },
})
