/** How units handle what they are given: 签收率, 按时办结率, 退单率. */
import { defineIndicator, handed, rated, ratedWords, untold } from '../indicator.ts'

export const signed = defineIndicator({
  id: 'signed', name: '签收率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${handed} and o.signed_at is not null`, of: handed, needs: 'o.signed_at is not null' },
  basis: () => `记有签收时间的工单，占转办的工单（没有记办理方式的视为转办）；按受理时间；${ratedWords}；${untold('签收时间')}。`,
})

const due = `${rated} and (o.closed_at is not null or t.deadline < $2)`

export const onTime = defineIndicator({
  id: 'onTime', name: '按时办结率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${due} and o.closed_at <= t.deadline`, of: due, needs: 'o.closed_at is not null' },
  basis: ({ profile: { workingDays } }) => '在期限内办结的工单，占已办结和已到期的工单，按受理时间。期限依次取：批准的延期时间；'
    + `已延期而没有记时间的，受理次日起${workingDays.extended}个工作日；登记的到期时间；都没有的，受理次日起${workingDays.other}个工作日。`
    + `工作日扣除周末和法定节假日，调休上班日计入；${ratedWords}；${untold('办结时间')}。`,
})

export const returned = defineIndicator({
  id: 'returned', name: '退单率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${handed} and o.returns > 0`, of: handed, needs: 'o.returns > 0' },
  basis: () => `被承办单位退回过的工单（退回多次计一件），占转办的工单（没有记办理方式的视为转办）；按受理时间；${ratedWords}；${untold('退单')}。`,
})
