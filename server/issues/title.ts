/** What an issue is called on a wall: place and problem, short enough to be read from across the room. */
import { mask } from '../enrich/mask.ts'

/** Characters that fit one line of the wall. */
export const longestIssueTitle = 22
/** A problem longer than this is a tale: the category says it better. */
const longestProblem = 17
const longestRead = 200
const nameless = '未分类事项'

const list = (words: string): string[] => words.trim().split(/\s+/)
/** What a title may begin and end with before and after it says something. Plain strings: no pattern is run on crawled text. */
const openings = list(`
  关于 有关 针对 请求 要求 希望 建议 咨询 反映 反应 投诉 举报 求助 强烈 恳请 恳求 请问 想问 再次 一下 请关注 关注 请 对 就 在 的 把 紧急 急急急 尊敬的 领导 您好 你好
  我要 我想 位于 家住 来电 市民 网友 表扬 点赞`)
const endings = list(`
  怎么办 谁来管管 谁来管 谁管 何时解决 求解决 何时能解决 什么时候解决 什么时候能解决 的相关问题 相关问题 的问题 问题 的情况 情况 的建议 的咨询 的投诉 的反映 及时处理 处理 的 把 在`)
/** A time says little and grows old; those of the day (夜里, 凌晨) are part of the problem and stay. */
const times = list(`
  国庆节 春节 中秋节 元旦 天冷 天热 入冬 入夏 每到周末 每到 周末 近段时间 近一段时间 一段时间 这段时间 最近几天 最近 近期 近日 近来 这几天 连续几天 连日来 连日 好几天 今天早上 今天
  今早 今晚 今日
  昨天夜里 昨天晚上 昨天 昨晚 昨夜 昨日 前天 前几天 前两天 上周 上个月 这周 本周 本月 这个月 目前 现在 刚才 就刚刚 刚刚 这会儿 一直以来 长期以来 今年 去年`)
const timeTails = ['以来', '以后', '开始', '期间', '起', '后']
/** Words that only tie the place to what follows. */
const ties = list('附近的 附近 这边 那边 里面 存在 有人 的 里 内')
/** Asked the long way round; the office says it short. */
const shorter: [string, string][] = [
  ['怎么办理', '办理'], ['如何办理', '办理'], ['怎么申请', '申请'], ['如何申请', '申请'], ['怎么缴纳', '缴纳'], ['怎么交', '缴纳'],
]
const praises = ['表扬', '感谢', '点赞']
const divisions = ['街道', '镇', '乡']

/**
 * Place + problem, at most 22 characters, cut between words only, without personal data or the marks of masking. The problem
 * is what the posting's own title says besides the place, under whatever name it knows it: its `aliases`, or a name that
 * begins and ends alike (老子山卫生院 for 老子山镇卫生院). A title that says nothing more, or tells a tale, gives way to the
 * category's name. Pure; a title of strange characters comes out strange but short.
 */
export function titleOf(place: string | null, category: string | null, title: string, aliases: readonly string[] = []): string {
  const where = strip(place ?? '')
  const what = strip(category ?? '')
  const text = strip(mask(title.slice(0, longestRead)).text.normalize('NFKC'))
  const { problem, holdsPlace } = readProblem(text, where, aliases)
  const head = holdsPlace ? '' : where
  const room = longestIssueTitle - lengthOf(head)
  const isClear = lengthOf(problem) <= Math.min(room, longestProblem) && !'我你您他她'.includes(problem.charAt(0))
  const label = labelOf(text, problem)
  if (isClear && problem !== '') return head + (lengthOf(label + problem) <= room ? label : '') + problem
  const isSaid = what === '' || (where !== '' && where.endsWith(what))
  return cutBetweenWords(isSaid ? head + problem : where + what, longestIssueTitle) || cutBetweenWords(where, longestIssueTitle) || nameless
}

/** What the title says besides the place; `holdsPlace` where it begins with the place and goes closer (朱坝街道: 朱坝镇前街…). */
function readProblem(text: string, place: string, aliases: readonly string[]): { problem: string; holdsPlace: boolean } {
  const said = clauses(text).map(trim).filter((clause) => clause.length >= 2)
  if (place === '') return { problem: said[0] ?? '', holdsPlace: false }
  // Names of the gazetteer begin with the district where people leave it out: 水产批发市场 for 洪泽水产市场.
  const found = findName(text, [place, ...aliases.map(strip)]) ?? (place.length >= 6 ? findName(text, [place.slice(2)]) : null)
  if (!found) {
    const stem = stemOf(place)
    const clause = said.find((each) => each.startsWith(stem)) ?? ''
    if (stem.length >= 2 && clause.length >= stem.length + 4) return { problem: clause, holdsPlace: true }
    return { problem: withoutOverlap(place, said[0] ?? ''), holdsPlace: false }
  }
  const before = clauses(text.slice(0, found.start)).map(trim).filter((clause) => clause.length >= 2)
  const after = clauses(text.slice(found.end)).map((clause) => trim(untie(trim(clause)))).find(({ length }) => length >= 2) ?? ''
  // What is left of a longer name (龟山 + 渡口) is no problem when one was told before it.
  const told = before.at(-1) ?? ''
  return { problem: withoutOverlap(place, after.length >= 4 || told === '' ? after : told), holdsPlace: false }
}

/** 社区网格员 under 表扬 is 表扬社区网格员; what a proposal proposes is said to be one. */
function labelOf(text: string, problem: string): string {
  const isPraise = praises.some((word) => text.startsWith(word)) && !praises.some((word) => problem.startsWith(word))
  if (isPraise) return problem.length <= 6 ? '表扬' : ''
  return text.startsWith('建议') && problem.length >= 8 ? '建议' : ''
}

/** 工地夜间施工 after …工地 is 夜间施工; 工地工地 is a slip of the pen. */
function withoutOverlap(place: string, said: string): string {
  const problem = said.length > 5 && said.slice(0, 2) === said.slice(2, 4) ? said.slice(2) : said
  for (let length = Math.min(place.length, problem.length - 2); length > 1; length -= 1) {
    if (place.endsWith(problem.slice(0, length)) && problem.charAt(length) !== '舞') return trim(untie(problem.slice(length)))
  }
  const again = place.endsWith('村') && villageAgain.some((word) => problem.startsWith(word) && problem.length > 4)
  return again ? untie(problem.slice(1)) : problem
}
const villageAgain = ['村里', '村卫生室', '村村']

function stemOf(place: string): string {
  const division = divisions.find((word) => place.endsWith(word))
  return division ? place.slice(0, -division.length) : place
}

interface Span { start: number; end: number }

/** Where the title names the place; the longest of the names, else what begins or ends like it, skipping a few characters. */
function findName(text: string, names: readonly string[]): Span | null {
  const folded = text.toLowerCase()
  if (folded.length !== text.length) return null
  let best: Span | null = null
  for (const name of names.map((each) => each.toLowerCase()).filter((each) => each.length >= 2)) {
    const start = folded.indexOf(name)
    const span = start >= 0 ? { start, end: start + name.length } : findLike(folded, name)
    if (span && (best === null || span.end - span.start > best.end - best.start)) best = span
  }
  return best
}

/** The longest span that ends as the name does and is the name with up to three characters less or more. */
function findLike(text: string, name: string): Span | null {
  const tail = name.slice(-2)
  if (name.length < 4) return null
  for (let at = text.indexOf(tail); at >= 0; at = text.indexOf(tail, at + 1)) {
    const end = at + 2
    for (let start = Math.max(0, end - name.length - 3); start <= end - 3; start += 1) {
      const span = text.slice(start, end)
      const isLess = span.length >= Math.max(3, name.length - 3) && isWithin(span, name)
      if (isLess || (span.startsWith(name.slice(0, 2)) && isWithin(name, span))) return { start, end }
    }
  }
  return null
}

/** Whether the characters of `few` stand in `many` in their order. */
function isWithin(few: string, many: string): boolean {
  let at = 0
  for (const character of many) if (at < few.length && few.startsWith(character, at)) at += character.length
  return at === few.length
}

const breaks = new Set('，,。；;！!？?：:（）()|\n')

function clauses(text: string): string[] {
  const parts = ['']
  for (const character of text) {
    if (breaks.has(character)) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

const gone = new Set('〔〕【】[]《》<>“”"‘’\'「」『』*#~～…\u200b')

/** Takes out what masking put in, and marks that only look well in pairs. */
function strip(text: string): string {
  const pieces = text.split('〔')
  const unmasked = pieces.map((piece, at) => (at === 0 ? piece : piece.slice(piece.indexOf('〕') + 1))).join('')
  return Array.from(unmasked).filter((character) => !gone.has(character)).join('').trim()
}

const marks = new Set(' \n\t，。、；：:;,.!！?？·—-=+/\\_')

/** Takes off marks, times, openings and endings until nothing more comes off. */
function trim(text: string): string {
  let rest = text
  for (;;) {
    const before = rest
    while (marks.has(rest.charAt(0))) rest = rest.slice(1)
    while (marks.has(rest.charAt(rest.length - 1))) rest = rest.slice(0, -1)
    rest = dropTime(rest)
    const opening = openings.find((word) => rest.startsWith(word))
    if (opening) rest = rest.slice(opening.length)
    const ending = endings.find((word) => rest.endsWith(word))
    if (ending) rest = rest.slice(0, -ending.length)
    for (const [long, short] of shorter) if (rest.endsWith(long)) rest = rest.slice(0, -long.length) + short
    if (rest === before) return rest
  }
}

function dropTime(text: string): string {
  const from = text.startsWith('从') || text.startsWith('自') ? 1 : 0
  const time = times.find((word) => text.startsWith(word, from))
  if (!time) return text
  const rest = text.slice(from + time.length)
  const tail = timeTails.find((word) => rest.startsWith(word) && !rest.startsWith('起火'))
  return tail ? rest.slice(tail.length) : rest
}

function untie(text: string): string {
  const tie = ties.find((word) => text.startsWith(word) && text.length - word.length >= 2)
  return tie ? text.slice(tie.length) : text
}

const lengthOf = (text: string): number => Array.from(text).length
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** As many whole words as fit. */
function cutBetweenWords(text: string, length: number): string {
  if (lengthOf(text) <= length) return text
  let kept = ''
  for (const { segment } of segmenter.segment(text.slice(0, length * 4))) {
    if (lengthOf(kept + segment) > length) break
    kept += segment
  }
  while ('和与及在把将被对'.includes(kept.at(-1) ?? '无')) kept = kept.slice(0, -1)
  return trim(kept) || Array.from(text).slice(0, length).join('')
}
