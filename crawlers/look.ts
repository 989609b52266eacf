/** One look at one page: asked for in its turn, told apart, read; whatever goes wrong is a state of it, never an error. */
import { setTimeout as sleep } from 'node:timers/promises'
import { GiveUp, RetryLater, messageOf } from '../shared/errors.ts'
import { redirectTarget, type Page } from '../shared/node/http/fetch.ts'
import type { SessionKeeper } from '../shared/node/session-keeper.ts'
import { placeToOpen } from './advice.ts'
import { isLogin, RobotsRefused, type PoliteDoor } from './polite.ts'
import { emptyReading, type Ask, type OpenSource, type PageState, type Reading } from './source.ts'

export interface Look {
  reading: Reading
  /** null when there was no answer, or none was asked for. */
  page: Page | null
}

/** How long Discuz's reload page waits before it asks again. */
const reloadMs = 1_100

export interface Eyes {
  polite: PoliteDoor
  sessions: SessionKeeper
  signal: AbortSignal
}

/** @param probing true = one request and no more, even where the page asks to be loaded again. */
export async function look(source: OpenSource, { polite, sessions, signal }: Eyes, ask: Ask, probing: boolean): Promise<Look> {
  try {
    let page = await polite.get(source, ask, signal)
    let reading = read(source, page)
    if (reading.again && !probing) {
      await sleep(reloadMs, undefined, { signal })
      page = await polite.get(source, ask, signal)
      reading = read(source, page)
    }
    if (ask.essential) await noteSession(sessions, ask, page, reading)
    return { reading, page }
  } catch (error) {
    const reading = emptyReading('unknown', stateOf(error), messageOf(error))
    return { reading: { ...reading, pauseMs: error instanceof RetryLater ? error.afterMs : null }, page: null }
  }
}

function stateOf(error: unknown): PageState {
  if (error instanceof RobotsRefused) return 'robot-refused'
  if (error instanceof GiveUp) return 'refused'
  // Not asked at all, since the host wants to be left alone or the day's budget is spent.
  return error instanceof RetryLater && error.afterMs !== null ? 'rate-limited' : 'server-error'
}

/** States in which an adapter has seen for itself what stands in the way; what it says then is better than what is said here. */
const seenBySource: readonly PageState[] = ['login-required', 'login-failed', 'password-required', 'captcha', 'challenge', 'blocked', 'rate-limited']

function read(source: OpenSource, page: Page): Reading {
  const reading = parse(source, page)
  const target = redirectTarget(page)
  const walled = target !== null && isLogin(target) && !seenBySource.includes(reading.state)
  return walled ? emptyReading('unknown', 'login-required', '站点转到了登录页') : reading
}

/** A parser that throws has met a page that nobody thought of. */
function parse(source: OpenSource, page: Page): Reading {
  try {
    return source.parse(page)
  } catch (error) {
    return emptyReading('unknown', 'unknown-page', `解析出错：${messageOf(error)}`)
  }
}

const walls: readonly PageState[] = ['login-required', 'login-failed']
const checks: readonly PageState[] = ['captcha', 'challenge']

/**
 * What the page says of the session it was asked for with. Only pages that a visit can't do without speak: a single thread may be for
 * other members. A session that has met a login wall stays expired until another is lent, since pages for everybody go on being served.
 */
async function noteSession(sessions: SessionKeeper, { url }: Ask, page: Page, { state, message }: Reading): Promise<void> {
  if (walls.includes(state)) await sessions.setState(url, 'expired', `${message ?? '站点要求登录'}：请重新登录后再导入`)
  else if (checks.includes(state)) await sessions.setState(url, 'captcha', `${message ?? '站点要求验证'}：请用该浏览器打开${placeToOpen(message, page.url)}完成验证`)
  else if (state === 'ok') await sessions.setState(url, 'valid', null)
}
