/** What a header says of its column: how surely it names each field, or that it names something else, or nothing. */
import { fieldMeanings, foldHeader } from './fields.ts'
import { orderFields, type OrderField } from './mapping.ts'

export interface HeaderReading {
  /** 0–1 by field; fields that it does not name are absent. */
  names: Map<OrderField, number>
  /** Whether one of them is named word for word. */
  exact: ReadonlySet<OrderField>
  /** decoy = it says something that no field holds (a person's name, an address, a remark); mute = it says nothing (列1). */
  kind: 'told' | 'decoy' | 'mute' | 'unknown'
}

/** By synonym, the fields that it may name, with its rank among theirs. */
const synonyms = new Map<string, { field: OrderField; rank: number }[]>()
for (const field of orderFields) {
  const { headers } = fieldMeanings[field]
  headers.forEach((header, at) => synonyms.set(header, [...(synonyms.get(header) ?? []), { field, rank: at / headers.length }]))
}
const longSynonyms = [...synonyms.keys()].filter((synonym) => synonym.length >= 4 && /\p{Script=Han}/u.test(synonym))

const mute = /^(?:(?:列|栏|字段|第|column|col|field|unnamed|f|c|var|__empty)?[a-z]?\d{0,4}(?:列|栏)?|[a-z]{1,2}列?|字段[a-z]{1,2}|未命名\d*|无标题\d*)$/
/** Columns of people, places and remarks, and of orders other than this. A synonym word for word goes before these. */
const decoy = new RegExp([
  '(?:人|人员|姓名|员|昵称|网名|坐席|座席|工号|领导|称呼|户名|名字|签字|签名|账号|帐号|密码)$',
  '身份证|证件|性别|年龄|民族|职业|学历|地址|住址|地点|位置|经度|纬度|坐标|小区|乡镇|镇街|街道|社区|村居|网格|区域|区划|所在地|户号|表号|客户编号|用户编号|客户号|用户号|房号|门牌',
  '备注|附件|录音|图片|照片|时长|用时|耗时|天数|工作日数|剩余|分机|班次|序号|^no$|紧急|优先|等级$|级别|标签|关键词|关键字|热词|是否重复|是否匿名|是否保密|是否公开|是否超期|是否逾期|超期|逾期|超时',
  '协办|协同|抄送|督办|催办|满意原因|退单原因|退回原因|延期原因|延期理由|未解决原因|不受理原因|不予受理原因|不予受理理由|原因$|理由$|^(?:原|父|母|主|关联|重复|合并|并单)(?:单|工单|编号|案件|信访)|修改时间|更新时间|打印|导出',
].join('|'))
/** What may stand before or after a name without changing it. */
const before = /^(?:本|该|本次|当前|首次|初次|最新|最终|最后|实际|系统|平台|热线|12345|96\d{3}|群众|市民|省级?|市级?|区级?|县级?|诉求|工单|案件|事件|信件|信访|服务|业务)/
const after = /(?:名称|说明|情况|信息|描述|标识|字段|一栏|列)$/
/** Single words that mean what the row above says they mean. */
const relative = /^(?:时间|日期|单位|部门|类型|类别|状态|内容|结果|情况|方式|编号|号码|单号|评价|来源|分类|意见|描述|名称|标题|电话|id)$/
const neutral = /^(?:基本|工单|诉求|登记|受理|来电|来信|信访|信件|案件|事件|任务|报修|业务|群众)?(?:基本|诉求|工单|登记|受理)?(?:信息|情况|内容|要素|数据|详情|登记|登记表|台账|表)?$/

/** What is worth less than the name itself: with something taken off, by its end, by its beginning; by the lower row of a header alone. */
const trimmed = 0.88
const ended = 0.75
const begun = 0.62
const lower = 0.95
const rankWeight = 0.12

export function readHeader(header: string): HeaderReading {
  const folded = foldHeader(header)
  const names = new Map<OrderField, number>()
  const exact = new Set<OrderField>()
  const name = (text: string, worth: number): boolean => {
    const found = synonyms.get(text)
    for (const { field, rank } of found ?? []) {
      names.set(field, Math.max(names.get(field) ?? 0, worth * (1 - rankWeight * rank)))
      if (worth >= lower) exact.add(field)
    }
    return found !== undefined
  }

  const parts = folded.split('/')
  const whole = parts.join('')
  const last = parts.at(-1) ?? ''
  const parent = parts.slice(0, -1).join('')
  let named = name(whole, 1)
  if (!named && parts.length > 1) {
    named = name(parent.replace(after, '') + last, 1) || name((parts.at(-2) ?? '').replace(after, '') + last, 1)
    if (!named && (!relative.test(last) || neutral.test(parent))) named = name(last, lower)
  }
  if (named) return { names, exact, kind: 'told' }
  if (mute.test(whole) || whole === '') return { names, exact, kind: 'mute' }
  if (decoy.test(whole) || decoy.test(last)) return { names, exact, kind: 'decoy' }
  const tail = parts.length > 1 && relative.test(last) ? whole : last
  const bare = [tail.replace(before, ''), tail.replace(after, ''), tail.replace(before, '').replace(after, '')].filter((text) => text.length >= 2 && text !== tail)
  for (const text of bare) if (!relative.test(text)) name(text, trimmed)
  if (names.size === 0) {
    for (const synonym of longSynonyms) {
      if (whole.length > synonym.length + 8) continue
      const share = 0.9 + (0.1 * synonym.length) / whole.length
      if (whole.endsWith(synonym)) name(synonym, ended * share)
      else if (whole.startsWith(synonym)) name(synonym, begun * share)
    }
  }
  return { names, exact, kind: names.size > 0 ? 'told' : 'unknown' }
}
