/** What the words of other systems mean: types of request, yes and no, satisfaction, how an order was handled. */
import { purposes, type Purpose, type WorkOrder } from '../posting.ts'
import { foldText } from '../text.ts'
import type { Mapping, WordField } from './mapping.ts'

/** Words of other systems for the seven types; the first that a word holds decides. */
const registeredAs = new Map<string, Purpose>([
  ['咨询', '咨询'], ['查询', '咨询'], ['求助', '求助'], ['求决', '求助'], ['报修', '求助'], ['投诉', '投诉'], ['申诉', '投诉'],
  ['举报', '举报'], ['揭发', '举报'], ['检举', '举报'], ['建议', '建议'], ['意见', '建议'], ['表扬', '表扬'], ['感谢', '表扬'],
])

/** 投诉举报 and the like: the first known word in it decides. Null where none is known. */
export function readPurposeWord(text: string): Purpose | null {
  const exact = purposes.find((purpose) => purpose === text)
  if (exact) return exact
  for (const [word, purpose] of registeredAs) if (text.includes(word)) return purpose
  return null
}

/** Fields that are yes or no. */
export type TruthField = Extract<WordField, 'accepted' | 'extended' | 'reached' | 'resolved' | 'satisfied' | 'appeased'>

/** What a word may be translated to; “未说明” leaves the field open. */
const unsaid = '未说明'
export const wordChoices: Record<Exclude<WordField, 'channel'>, readonly string[]> = {
  purpose: [...purposes, unsaid], handling: ['直办', '转办', unsaid], accepted: ['受理', '不予受理', unsaid], extended: ['延期', '未延期', unsaid],
  reached: ['有效', '无效', unsaid], resolved: ['解决', '未解决', unsaid], satisfied: ['满意', '不满意', unsaid], appeased: ['化解', '未化解', unsaid],
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(foldText).filter(Boolean))

const yes = set('是 √ ✓ ✔ ☑ 对 1 y yes true t')
const no = set('否 × ✗ ✘ x ☒ 不 没有 0 n no false f')
/** Nothing has been said or asked yet, or does not apply; a rating that a system gives of itself is no word of the caller. */
const open = set(`未说明 无 暂无 不详 未知 待定 未评价 待评价 不评价 未评 无评价 弃评 放弃评价 未测评 未作评价 未做评价 暂未评价 默认好评 默认满意 系统默认好评 系统默认 默认评价 自动好评 超时默认满意 超时未评价
  未回访 待回访 无需回访 不需回访 不需要回访 免回访 不回访 暂未回访 未表态 不表态 不予评价 无法评价 拒绝评价 未参评 未反馈 无需化解 不涉及 不适用 待化解 化解中 正在化解 处理中 办理中 待受理 待审核 未审核 审核中 待审批 审批中`)

/** Beside 是 and 否, what each field has words for. One that is in neither list has no sure meaning: 一般, 中评, 部分解决. */
const truths: Record<TruthField, { yes: ReadonlySet<string>; no: ReadonlySet<string> }> = {
  accepted: {
    yes: set('受理 已 已受理 予以受理 准予受理 同意受理 正常受理 审核通过 通过'),
    no: set('不予受理 不受理 不再受理 未予受理 已不予受理 不予受理件 拒绝受理 不属于受理范围 非受理范围'),
  },
  extended: {
    yes: set('延期 有 已 已延期 同意延期 延期通过 同意 通过 审核通过 审批通过 已批准 批准 准予延期 延期件'),
    no: set('未延期 无 未 不延期 无延期 正常 未申请 未申请延期 不同意 不同意延期 驳回 已驳回 未通过 审核不通过 不通过 未批准 不批准 延期驳回'),
  },
  reached: {
    yes: set('有效 有 已 有效回访 回访有效 接通 已接通 正常接通 接听 已接听 成功 回访成功 成功回访 已成功回访 已回访 回访完成 已完成回访 完成回访 已联系'),
    no: set(`无效 无 未 无效回访 回访无效 未接通 无法接通 不能接通 未接 未接听 无人接听 无人应答 无人接 不接 不接听 拒接 拒访 拒绝 拒绝回访 拒绝接听 不配合 不愿回访 中途挂断 挂断 挂机 空号 错号 号码错误
      号码有误 非本人 关机 停机 占线 忙线 忙音 正忙 通话中 打不通 失败 回访失败 联系不上 无法联系 未联系上 未成功 未成功回访`),
  },
  resolved: {
    yes: set('解决 已 已解决 已经解决 全部解决 完全解决 彻底解决 基本解决 已基本解决 圆满解决 问题已解决 实际解决 已办成 办成'),
    no: set('未解决 未 没解决 没有解决 未能解决 尚未解决 暂未解决 无法解决 不能解决 未实际解决 问题未解决 不解决 未办成'),
  },
  satisfied: {
    yes: set('满意 非常满意 很满意 十分满意 特别满意 较满意 比较满意 较为满意 基本满意 已满意 满意件 好评 表示满意 五星好评'),
    no: set('不满意 非常不满意 很不满意 十分不满意 特别不满意 极不满意 较不满意 比较不满意 不太满意 不够满意 不是很满意 不满 未满意 不满意件 差评 表示不满意'),
  },
  appeased: {
    yes: set('化解 已 已化解 化解成功 成功化解 已成功化解 转满意 已转满意 转为满意 满意'),
    no: set('未化解 未 没化解 没有化解 化解失败 未能化解 无法化解 未转满意 仍不满意 不满意'),
  },
}

const direct = set(`直办 直办件 直接办理 直接答复 直接解答 直接回复 直接办结 当场答复 当场解答 当场办结 现场解答 即时答复 即时办结 即时解答 立即办结 在线答复 在线解答 在线办结 在线办理 坐席直办 坐席解答 坐席答复
  话务直办 中心直办 中心答复 自办 自办件 直接受理答复 热线直办 即答 直答 即办 即办件 知识库答复`)
const transferred = set(`转办 转办件 转派 转派件 交办 交办件 派单 派发 派遣 转单 下派 分派 批转 转交 分办 转承办单位 转承办单位办理 承办单位办理 转办单位 转派承办单位 转部门 转部门办理 部门办理 工单转办 工单派发 生成工单 转办交办
  转送 双交办 交派`)

/** The meaning of a word; `unknown` = it has no sure one. */
export type WordMeaning<T> = { value: T | null; unknown?: undefined } | { value?: undefined; unknown: string }

const longestWord = 200

/** The word as the mapping translates it: as it stands, else whatever its width, case and spaces. */
export function translate(words: Mapping['words'], field: WordField, word: string): string {
  const known = words[field]
  if (!known) return word
  if (Object.hasOwn(known, word)) return known[word] as string
  const folded = foldText(word)
  return Object.entries(known).find(([said]) => foldText(said) === folded)?.[1] ?? word
}

/** A word without its dressing: brackets' content, dots, quotes and the number of a list. “（1）满意。” → 满意. */
function fold(word: string): string {
  const text = foldText(word.slice(0, longestWord))
  return text.replace(/\([^()]*\)|\[[^[\]]*\]/g, '').replace(/[。.,;:!'"“”]/g, '') || text
}

/** Whether, as the words of this field say it. An empty word and one that says that nothing was said are null. */
export function readTruth(field: TruthField, word: string): WordMeaning<boolean> {
  const text = fold(word)
  if (truths[field].no.has(text)) return { value: false }
  if (truths[field].yes.has(text)) return { value: true }
  if (text === '' || open.has(text)) return { value: null }
  if (no.has(text)) return { value: false }
  return yes.has(text) ? { value: true } : { unknown: word }
}

/** 直办 or 转办. */
export function readHandling(word: string): WordMeaning<Exclude<WorkOrder['handling'], null>> {
  const text = fold(word)
  if (text === '' || open.has(text)) return { value: null }
  if (direct.has(text)) return { value: 'direct' }
  return transferred.has(text) ? { value: 'transferred' } : { unknown: word }
}

/** A type of request, or the word itself where it is not known; “未说明” is null. */
export function readPurpose(word: string): { value: string | null; unknown: string | null } {
  if (word === '' || word === unsaid) return { value: null, unknown: null }
  const purpose = readPurposeWord(word)
  return { value: purpose ?? word, unknown: purpose ? null : word }
}

/** Whether a word is one that only this field has: 满意 tells of satisfaction, 是 of nothing. For guessing columns. */
export function isWordOf(field: TruthField | 'handling', word: string): boolean {
  const text = fold(word)
  return field === 'handling' ? direct.has(text) || transferred.has(text) : truths[field].yes.has(text) || truths[field].no.has(text)
}

/** Whether it is a yes or a no that any field may have, or says that nothing was said. */
export const isPlainTruth = (word: string): boolean => yes.has(fold(word)) || no.has(fold(word)) || open.has(fold(word))
