/** Words by which pages in Chinese name their parts, for finding them where no structure does. */

/** Regions of a page, by the words in the ids and classes around them, that are never what the page is for. */
const frame = /(?:^|[-_])(?:nav\w{0,4}|menu|foot(?:er)?|crumbs?|breadcrumbs?|copyright|toolbar|pagination|friend\w{0,5}|yqlj)(?:$|[-_\d])|^(?:site-?|page-?|top-?)?head(?:er)?$|^(?:page[rs]?|pg|login|search|sitemap|fanye)$/i
/** … and what stands beside it: the most read, the related. */
const beside = /(?:^|[-_])(?:side\w{0,4}|aside|hot(?:s|news|list|box|spot|word)?|rank\w{0,4}|related|relate|recommend\w{0,3}|tuijian|xgxw|banner|slide\w{0,3}|swiper|focus|ad|ads|tags?)(?:$|[-_\d])/i

/** How much a region may hold what the page is for, from 0 (never) to 1. */
export function worthOfRegion({ name, attribs }: { name: string; attribs: Record<string, string> }): number {
  if (name === 'nav' || name === 'footer') return 0.02
  if (name === 'aside') return 0.25
  const names = `${attribs.id ?? ''} ${attribs.class ?? ''}`.split(/\s+/).slice(0, 20)
  if (names.some((word) => word.length < 40 && frame.test(word))) return name === 'header' ? 0.02 : 0.1
  return names.some((word) => word.length < 40 && beside.test(word)) ? 0.25 : 1
}

/** Headings of lists that stand beside the real one. */
export const isBesideHeading = (heading: string): boolean =>
  heading.length <= 16 && /相关|推荐|热门|热点|排行|友情链接|快捷|导航|猜你|延伸|最新(?:信息|文章|发布|动态|更新)|点击榜|图片新闻|专题/.test(heading)

const bare = (text: string): string => text.replace(/[\s:：【】[\]()（）|]/g, '')

/** `答复内容：`, `办理答复`, `回复`: what stands over or beside the words of an office. */
export const isAnswerLabel = (text: string): boolean => text.length <= 24 && answerLabel.test(bare(text))

const answerLabel = new RegExp([
  '^(?:官方|部门|单位|领导|网上|信件|来信|留言|最终|公开|承办单位|政府|我要)?(?:办理|处理)?',
  '(?:答复|回复|回音|反馈|回应|办理情况|办理结果|处理结果|处理情况)(?:内容|情况|意见|结果|信息|详情|正文)?$',
].join(''))

/** `来信内容`, `问题描述`: what stands over or beside the words of whoever wrote. */
export const isQuestionLabel = (text: string): boolean =>
  text.length <= 16 && /^(?:来信|信件|写信|留言|咨询|投诉|诉求|问题|反映|提问|事项|主要|建议|求助)?(?:内容|正文|详情|描述)$/.test(bare(text))

/** Small facts about a posting that are not its words: `浏览次数：12`, `信件编号：…`. */
export const isFact = (text: string): boolean =>
  (text.length <= 40 && /^[\d\s:：\-/.年月日时分秒[\]()（）]+$/.test(text)) || (text.length <= 80 && fact.test(text))

const fact = new RegExp(`^\\W{0,3}(?:${[
  '(?:来信|写信|留言|提交|咨询|反映|诉求)(?:人|时间|日期|标题|编号)', '网友|昵称|姓名|作者|(?:信息)?来源|稿源|(?:责任)?编辑|审核',
  '发布(?:时间|日期|单位|机构)?|日期|时间|浏览|点击|阅读|访问量', '(?:信件|受理)?编号|查询码|(?:办理|处理)?状态|(?:信件)?(?:类型|类别|标题)|分类|主题',
  '字体|字号|分享|打印|关闭', '(?:受理|收信|承办)单位|(?:写信|诉求)对象|索引号|文号|(?:是否)?公开|满意度',
  '[答回]复(?:单位|部门|时间|日期|人)|办理(?:单位|部门|时间)|办结时间',
].join('|')})[^:：]{0,4}[:：】]`)

/** A clock of the page's own, not of what is on it. */
export const isTodayLine = (text: string): boolean => /今天是|星期|农历|现在时间|当前时间|欢迎/.test(text)
