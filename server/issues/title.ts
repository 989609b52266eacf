/** What an issue is called on a wall: place and problem, short enough to be read from across the room. */
import { shorten } from '../../shared/text.ts'

/** Characters that fit one line of the wall. */
export const longestIssueTitle = 22

const marks = ' \n\t，。、；:：;,.!！?？~～…·“”"\'‘’-—*#【】[]《》()（）'
/** What a title may begin and end with before and after it says something. Plain strings: no pattern is run on crawled text. */
const openings = [
  '关于', '有关', '针对', '请求', '要求', '希望', '建议', '咨询', '反映', '反应', '投诉', '举报', '求助', '强烈', '恳请', '请问', '想问', '再次', '一下', '请', '对', '就', '在', '的',
]
const endings = [
  '怎么办', '谁来管管', '谁来管', '何时解决', '求解决', '什么时候解决', '什么时候能解决', '的相关问题', '相关问题', '的问题', '问题', '的情况', '情况', '的建议', '的咨询', '的投诉', '的反映',
]
/** Words that only tie the place to what follows. */
const ties = ['附近的', '附近', '这边', '那边', '里面', '存在', '有人', '的', '里', '内']

/**
 * Place + problem, at most 22 characters. The problem is what the posting's own title says after the place; a title that says
 * nothing more, or too much, gives way to the category's name. Pure; a title of strange characters comes out strange but short.
 */
export function titleOf(place: string | null, category: string | null, title: string): string {
  const said = trim(clauses(title.slice(0, 200)).map(trim).find((clause) => clause.length >= 2) ?? '')
  if (place === null || place === '') return shorten(said || category || '未分类事项', longestIssueTitle)
  const room = longestIssueTitle - Array.from(place).length
  if (room < 4) return shorten(place + (category ?? ''), longestIssueTitle)
  const problem = problemIn(title.slice(0, 200), said, place)
  if (problem !== '' && Array.from(problem).length <= room) return place + problem
  return place + shorten(category ?? problem, room)
}

/** What the title says besides the place; '' when that is nothing. */
function problemIn(title: string, said: string, place: string): string {
  const at = title.indexOf(place)
  if (at < 0) return said
  const after = trim(clauses(title.slice(at + place.length)).map(trim).find((clause) => clause.length >= 2) ?? '')
  const tie = ties.find((word) => after.startsWith(word) && after.length - word.length >= 2)
  const problem = tie ? after.slice(tie.length) : after
  return problem.length >= 2 ? problem : trim(clauses(title.slice(0, at)).map(trim).at(-1) ?? '')
}

const breaks = new Set('，。；！!？?\n')

function clauses(text: string): string[] {
  const parts = ['']
  for (const character of text) {
    if (breaks.has(character)) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** Takes off marks, openings and endings until nothing more comes off. */
function trim(text: string): string {
  let rest = text
  for (;;) {
    const first = rest.charAt(0)
    const last = rest.charAt(rest.length - 1)
    const opening = openings.find((word) => rest.startsWith(word))
    const ending = endings.find((word) => rest.endsWith(word))
    if (first !== '' && marks.includes(first)) rest = rest.slice(1)
    else if (last !== '' && marks.includes(last)) rest = rest.slice(0, -1)
    else if (opening) rest = rest.slice(opening.length)
    else if (ending) rest = rest.slice(0, -ending.length)
    else return rest
  }
}
