/** How much there is: 受理量, 网帖量, and who handles it (直办, 转办). */
import { defineIndicator, untold } from '../indicator.ts'

export const received = defineIndicator({
  id: 'received', name: '受理量', kind: 'count', measure: '件', counting: { from: 'received' },
  basis: ({ channels }) => {
    const totalsOnly = channels.filter((channel) => channel.totalsOnly).map(({ name }) => name)
    return '统计期内受理的诉求（件），按受理时间：有工单的每号计一件，登记渠道中没有工单的来信每封计一件；含咨询、直办和不予受理；网帖另计，不相加。'
      + `没有记录的渠道和月份以录入的月度总量计入（统计期须含整月），只有年度总量的按年计入${totalsOnly.length > 0 ? `；${totalsOnly.join('、')}只有总量` : ''}。`
  },
})

export const posts = defineIndicator({
  id: 'posts', name: '网帖量', kind: 'count', measure: '条', counting: { from: 'posts' },
  basis: () => '统计期内发布、与本区有关并计数的网帖（条），按发布时间：不含已登记为工单的，不含回帖、官方发布、置顶公告和外地帖文；与受理量不相加。',
})

const handling = untold('办理方式')

export const direct = defineIndicator({
  id: 'direct', name: '直办', kind: 'count', measure: '件',
  counting: { from: 'orders', count: `o.handling = 'direct'`, of: null, needs: 'o.handling is not null' },
  basis: () => `统计期内受理、登记为直办（由中心直接答复）的工单；${handling}。`,
})

export const transferred = defineIndicator({
  id: 'transferred', name: '转办', kind: 'count', measure: '件',
  counting: { from: 'orders', count: `o.handling = 'transferred'`, of: null, needs: 'o.handling is not null' },
  basis: () => `统计期内受理、登记为转办（交承办单位办理）的工单；${handling}。`,
})

export const directRate = defineIndicator({
  id: 'directRate', name: '直办率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `o.handling = 'direct'`, of: 'o.handling is not null', needs: 'o.handling is not null' },
  basis: () => `直办的工单，占记有办理方式的工单，含咨询；${handling}。`,
})
