/** The actions of the life cycle as the console names them, and which of them have a button so far. */

const names: Record<string, string> = {
  raise: '发出预警', rise: '升级', changeLevel: '调整级别', confirmRed: '确认红色', assess: '研判', dismiss: '排除', report: '报告', assign: '交办', sign: '签收', handle: '办理', reportDone: '报结',
  review: '审核', sendBack: '退回', close: '办结', callBack: '回访', file: '归档', reopen: '重新打开',
}

/** An action unknown to this console is shown by its code: better strange than hidden. */
export const actionName = (action: string): string => names[action] ?? action

/** Offered as buttons; the rest of the life cycle comes with assignment and follow-up. */
export const offered: readonly string[] = ['assess', 'confirmRed', 'dismiss']

/** Whoever dismisses an alert says why: it is the only trace of a judgement that nothing was wrong. */
export const needsNote = (action: string): boolean => action === 'dismiss'
