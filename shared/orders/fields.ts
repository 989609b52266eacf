/** The fields of an order as an export tells them: how they are called on screen, what stands in them, and under which headers offices write them. */
import { foldText } from '../text.ts'
import { orderFields, type OrderField } from './mapping.ts'

/** What stands in a column. `number` = an id of digits and letters, `word` = one of few words, `yes-no` = whether. */
export type FieldKind = 'number' | 'time' | 'text' | 'phone' | 'word' | 'yes-no' | 'count'

export interface FieldMeaning {
  /** As the screen calls it. */
  name: string
  kind: FieldKind
  required: boolean
  /** Headers, folded; the surest first: where a file has two of them, the earlier one is meant. */
  headers: readonly string[]
}

/** Every stem with every ending, in the order of the stems. */
const cross = (stems: string, endings: string): string[] => stems.split(' ').flatMap((stem) => endings.split(' ').map((ending) => stem + ending))
const list = (words: string): string[] => words.split(/\s+/).filter(Boolean)

const field = (name: string, kind: FieldKind, headers: string[], required = false): FieldMeaning =>
  ({ name, kind, required, headers: [...new Set([foldText(name), ...headers])] })

/** Spoken first, then taken in, then put down: a letter is written days before it is registered. */
const spoken = '来电 来信 信访 来访 诉求 反映 投诉 报修 报障 报警 写信 留言 咨询 提交 呼入 发布 上报'
const takenIn = '受理 登记 接收 接单 接报 接件 接电 收件 收信 收文 收单 进件 工单 建单 立案 交办 派单 转办 下派 下发 创建 生成 新建 录入'

export const fieldMeanings: Record<OrderField, FieldMeaning> = {
  orderNumber: field('工单编号', 'number', [
    ...cross('工单 受理 诉求 信访件 信访 来信 信件 案件 事件 受理单 登记 报修 报修单 任务 任务单 派单 交办单 交办 转办单 转办 诉求件 交办件 流水 业务 服务单 服务工单 办件 投诉 投诉单 单据 留言 上级工单 省平台工单 市平台工单',
      '编号 号 单号 号码 编码 流水号 id'),
    ...list('编号 编码 单号 件号 流水号 ordernumber orderno orderid workorderno workorderid caseno caseid billno serialno gdbh id'),
  ], true),
  time: field('受理时间', 'time', [
    ...cross(spoken, '时间 日期'), ...cross(takenIn, '时间 日期'), ...list('时间 日期 time createtime createdat accepttime calltime slsj'),
  ], true),
  title: field('标题', 'text', [
    ...cross('工单 诉求 信件 来信 信访 事件 案件 投诉 报修 留言 问题', '标题 主题 名称'), ...list('主题 摘要 事由 内容摘要 诉求概要 内容概述 概要 title subject'),
  ]),
  text: field('诉求内容', 'text', [
    ...cross('诉求 工单 反映 反映问题 来电 来信 信件 信访 投诉 报修 报障 问题 咨询 留言 受理 事件 案件 求助', '内容 描述 详情 详细内容 情况 正文'),
    ...list('具体内容 主要内容 详细内容 反映事项 诉求事项 投诉事项 求助事项 主要诉求 反映的问题 反映问题 具体诉求 诉求 内容 正文 故障描述 故障现象 概况信息 信访概况 描述 详细描述 问题 content text description detail'),
  ].filter((header) => header !== '受理情况')),
  phone: field('来电号码', 'phone', [
    ...cross('来电 主叫 呼入 联系 手机 报修 投诉 诉求 诉求人 来电人 反映人 投诉人 报修人 信访人 来信人 写信人 联系人 市民 群众 用户 客户 留言人 申请人', '号码 电话 手机 手机号 手机号码 电话号码 联系电话 联系方式'),
    ...list('电话 手机 手机号 联系方式 电话号码 移动电话 固定电话 phone mobile tel caller callerno'),
  ]),
  channel: field('诉求来源', 'word', [
    ...cross('诉求 工单 信件 信访 来信 受理 事件 案件 信息 数据 业务 投诉 报修 留言', '来源 渠道'), ...list('来源渠道 来源 渠道 来源方式 受理方式 接入渠道 信访形式 信访方式 来件方式 诉求方式 来电渠道 source channel'),
  ]),
  purpose: field('诉求类型', 'word', [
    ...cross('诉求 工单 业务 受理 信件 来信 信访 来电 服务 件 办件 事件', '类型 性质 目的'), ...list('类型 信访目的 诉求性质 来信类别 信件类别 诉求类别 工单类别 业务类别 受理类别 purpose type'),
  ]),
  category: field('诉求分类', 'text', [
    ...cross('诉求 问题 事项 内容 工单 信访内容 事件 业务 热点 故障 投诉 信件', '分类 类别 归类 大类'),
    ...list('诉求归口 内容归口 归口类别 归口 所属类别 所属分类 类别 分类 报修类型 故障类型 事项类型 问题类型 末级分类 三级分类 四级分类 二级分类 一级分类 三级类别 二级类别 一级类别 三级事项 二级事项 一级事项 行业类别 category'),
  ]),
  unit: field('承办单位', 'text', [
    ...cross('承办 主办 责任 处置 处理 办理 主责 经办 受理 转办 派往 派单 接单 交办 下派 维修 抢修 责任主体', '单位 部门 单位名称 部门名称 机构 科室'),
    ...list('承办 责任主体 去向单位 有权处理机关 责任单位 所属单位 单位名称 单位 部门 责任站所 抢修班组 维修班组 处理班组 班组 站所 unit department dept'),
  ]),
  status: field('状态', 'word', [...cross('工单 办理 处理 处置 回复 答复 诉求 信件 当前 办件 流程 受理单 维修 报修 信访件 案件 事件', '状态 环节 进度'), ...list('办结状态 办理阶段 当前步骤 进度 status state')]),
  result: field('办理结果', 'text', [
    ...cross('办理 处理 处置 答复 回复 反馈 办结 维修 抢修 调查处理', '结果 内容 情况 意见 说明 详情'), ...list('答复 回复 反馈 调查情况 查处情况 办理反馈 result reply answer'),
  ]),
  handling: field('办理方式', 'word', [...cross('办理 处理 处置 办件 交办 转办 答复', '方式 类型'), ...list('是否直办 直办转办 直办/转办 直转办 是否转办 是否转派 是否直接办理 是否直接答复 是否在线办结 处理类别 办理类别 handling')]),
  accepted: field('是否受理', 'yes-no', list('受理状态 受理情况 受理结果 受理与否 是否予以受理 是否不予受理 不予受理 是否不受理 受理标识 accepted')),
  signedAt: field('签收时间', 'time', [...cross('签收 单位签收 承办单位签收 部门签收 领单 认领 接单确认', '时间 日期'), ...list('signedat signtime')]),
  dueAt: field('办理时限', 'time', list(`截止时间 到期时间 截止日期 到期日期 办理截止时间 办结截止时间 处理截止时间 办理到期时间 办结时限 处理时限 处置时限 应办结时间 应办结日期
    要求办结时间 要求完成时间 规定办结时间 限办时间 办理期限 办结期限 处理期限 限办日期 反馈时限 回复时限 答复时限 答复期限 要求反馈时间 反馈截止时间 回复截止时间 最迟办结时间 时限 期限
    承诺办结时间 计划完成时间 计划办结时间 到期日 截止日 dueat duedate deadline`)),
  extended: field('延期', 'yes-no', list(`延期至 延期到 是否延期 延期时间 延期后时间 延期情况 延期申请 延期状态 延期截止时间 延期后办结时间 延期到期时间 延期日期 延期次数 是否申请延期 延时
    是否延时 延期办结时间 延长期限至 extended extendedto`)),
  closedAt: field('办结时间', 'time', [
    ...cross('办结 完成 结案 处理完成 办理完成 实际办结 实际完成 归档 完结 办毕 结束 结单 修复 恢复 处理完毕 报结 答复 回复 处置完成 完工 销单 审核办结 反馈 处理', '时间 日期'),
    ...list('闭环时间 closedat closetime finishtime endtime'),
  ]),
  calledBackAt: field('回访时间', 'time', [...cross('回访 首次回访 最后回访 末次回访 电话回访', '时间 日期'), ...list('评价时间 评价日期 callbacktime calledbackat')]),
  reached: field('有效回访', 'yes-no', list(`是否有效回访 回访状态 回访是否有效 是否回访成功 回访是否成功 回访有效性 回访接通情况 是否接通 接通情况 有效回访标识 回访标识 回访结论 回访情况
    回访结果 reached`)),
  resolved: field('是否解决', 'yes-no', list(`解决情况 解决程度 问题是否解决 诉求是否解决 是否已解决 是否办成 解决与否 解决状态 解决结果 问题解决情况 诉求解决情况 回访是否解决 事项是否解决
    实际解决情况 是否实际解决 问题解决 resolved`)),
  satisfied: field('是否满意', 'yes-no', list(`满意度 满意程度 满意情况 是否满意度 办理结果满意度 对办理结果是否满意 结果是否满意 群众是否满意 诉求人是否满意 回访满意度 满意度评价 评价结果 满意度结果 结果满意度
    办理满意度 处理结果满意度 对处理结果是否满意 群众满意度 市民满意度 用户满意度 客户满意度 满意度测评 总体满意度 综合满意度 整体满意度 满意 满意与否 回访评价 群众评价 诉求人评价 市民评价 信访人评价
    用户评价 客户评价 服务评价 评价等级 满意等级 评价 测评结果 评价情况 回访结果 回访意见 办理结果评价 单位满意度 对责任单位评价 办理过程满意度 服务满意度 satisfied satisfaction`)),
  appeased: field('不满意化解', 'yes-no', list('是否化解 化解情况 化解状态 不满意是否化解 不满意件是否化解 不满意件化解情况 不满意工单化解 是否转满意 化解结果 不满意化解情况 appeased')),
  returns: field('退单次数', 'count', list('退回次数 退件次数 退单数 退单 是否退单 退回数 是否退回 返退次数 退派次数 回退次数 returns')),
}

/** Fields without which a row is nothing. */
export const requiredFields: readonly OrderField[] = orderFields.filter((name) => fieldMeanings[name].required)

/** Longest header that is looked at. */
const longestHeader = 200

/**
 * A header for comparing: full-width as half-width, lower case, without white space, stars, marks of duty (必填) and what brackets
 * hold (units, hints); rows of a header that say the same are one. “受理\n时间（必填）*” → 受理时间; “回访情况／是否 满意” → 回访情况/是否满意.
 */
export function foldHeader(header: string): string {
  const plain = foldText(header.slice(0, longestHeader)).replace(/\p{Cf}/gu, '').replace(/[“”"'‘’`]/g, '')
  const bare = plain.replace(/[([【〔{<《][^()[\]【】〔〕{}<>《》]*[)\]】〕}>》]/g, '')
  const parts = (/[\p{L}\p{N}]/u.test(bare) ? bare : plain).split('/').map((part) => part.replace(/必填项?|[^\p{L}\p{N}]/gu, ''))
  return parts.filter((part, at) => part !== '' && part !== parts[at - 1]).join('/')
}
