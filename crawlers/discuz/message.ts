/** What Discuz! means by the words of a message page: the same words mean the same in X3.4 and X3.5, the HTTP status does not. */
import type { PageState } from '../source.ts'

/** The first that is found in the text decides; the narrow ones stand before the wide ones. */
const meanings: [string[], PageState][] = [
  [['站点暂时关闭', '站点关闭', '论坛关闭', '网站维护', '暂时关闭'], 'site-closed'],
  [['验证码', '验证问答'], 'captcha'],
  [['登录失败', '密码错误', '登录密码'], 'login-failed'],
  [['秒内只能', '过于频繁', '操作太快', '两次发表间隔', '请稍候再', '请稍后再'], 'rate-limited'],
  [['没有找到帖子', '主题已被移动'], 'moved'],
  [['主题不存在', '帖子不存在', '已被删除', '正在被审核', '回收站'], 'gone'],
  [['版块不存在', '分区不存在', '页面不存在'], 'not-found'],
  [['尚未登录', '先登录', '需要登录', '没有登录', '登录后', '用户组(游客)', '用户组（游客）'], 'login-required'],
  [['需要密码', '密码不正确', '版块密码'], 'password-required'],
  [['阅读权限', '没有权限', '无权', '权限不足', '用户组', '禁止访问', '被禁止'], 'forbidden'],
  [['数据库', 'Database Error', 'System Error'], 'server-error'],
  [['不存在', '没有找到'], 'not-found'],
]

/** The state that a message stands for; `unknown-page` when its words are not known. */
export function stateOfMessage(message: string): PageState {
  return meanings.find(([words]) => words.some((word) => message.includes(word)))?.[1] ?? 'unknown-page'
}
