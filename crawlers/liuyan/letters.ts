/** Letters of 领导留言板 and the offices' answers to them, as its JSON has them. */
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { textOfHtml } from '../html.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { field, membersAt, textAt, type Json } from '../json.ts'
import { letterUrl } from './address.ts'

/** Lists show the beginning of a long letter only. */
const isCut = (text: string | null): boolean => text === null || /(?:\.{3}|…)$/.test(text)

/** Names that stand for none; 陈*** is what the site leaves of a name, and would make one person of everybody called 陈. */
const isNameless = (name: string): boolean => ['匿名网友', '匿名', '网友'].includes(name) || name.includes('*')

/**
 * A letter, followed by its answers; [] where the entry names no letter. What became of it (办理中 …) stands at the end of its words:
 * it is for people to read, and a change of it is a revision.
 */
export function readLetter(entry: Json, root: string, at: Instant): RawPosting[] {
  const id = textAt(entry, 'tid')
  if (!id || !/^\d{1,20}$/.test(id)) return []
  const words = plain(textAt(entry, 'content'))
  const state = textAt(entry, 'stateInfo') ?? textAt(entry, 'traceInfo')
  const name = textAt(entry, 'nickName')
  const anonymous = name !== null && isNameless(name)
  const letter: RawPosting = {
    ...blankPosting,
    id,
    url: letterUrl(root, id),
    title: plain(textAt(entry, 'subject')),
    author: anonymous ? null : name,
    anonymous,
    ...readTime(textAt(entry, 'dateline') ?? textAt(entry, 'threadsCheckTime'), at),
    text: withState(words, state),
    state: isCut(words) ? 'partial' : 'visible',
  }
  return [letter, ...readAnswers(entry, id, root, at)]
}

const withState = (words: string | null, state: string | null): string | null => (words && state ? `${words}\n（${state}）` : words)

/** One answer stands among the letter's own fields, several in a list of their own; whoever answers does so for an office. */
function readAnswers(entry: Json, letter: string, root: string, at: Instant): RawPosting[] {
  const listed = membersAt(entry, 'answers')
  return (listed.length > 0 ? listed : [entry]).flatMap((answer, index): RawPosting[] => {
    const words = plain(textAt(answer, 'answerContent') ?? (answer === entry ? null : textAt(answer, 'content')))
    if (words === null) return []
    return [{
      ...blankPosting,
      id: `${letter}#${textAt(answer, 'answerId') ?? textAt(answer, 'id') ?? index + 1}`,
      parent: letter,
      url: letterUrl(root, letter),
      author: textAt(answer, 'answerOrganization') ?? textAt(answer, 'organization') ?? textAt(entry, 'forumName'),
      official: true,
      ...readTime(textAt(answer, 'answerDateline') ?? (answer === entry ? null : textAt(answer, 'dateline')), at),
      text: words,
      state: isCut(words) ? 'partial' : 'visible',
    }]
  })
}

/** Letters are sent as text, at times with markup; without any, a `<` is one that somebody wrote. */
function plain(text: string | null): string | null {
  if (text === null) return null
  const isMarkup = /<\/?[a-z]{1,8}(?:\s[^<>]{0,300})?\/?>|&(?:#\d{2,7}|[a-z]{2,8});/i.test(text)
  return isMarkup ? textOfHtml(text.replaceAll('\n', '<br>')) || null : text.trim() || null
}

/** The entries of an answer; null where it has another shape. */
export function entriesOf(answer: Json): { list: Json[] } | { letter: Json } | null {
  if (textAt(answer, 'result') !== 'success') return null
  const data = field(answer, 'responseData')
  if (Array.isArray(data)) return { list: data }
  return textAt(data, 'tid') === null ? null : { letter: data }
}
