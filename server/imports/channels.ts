/** Finds the district's channel that a word of an export means. */
import type { Channel } from '../../shared/district.ts'
import { foldText } from '../../shared/text.ts'

/** What exports call the channels that districts have, by the pack's ids; a pack without one does not know its words. */
const aliases: Record<string, readonly string[]> = {
  hotline: ['12345热线', '12345电话', '热线电话', '政务服务便民热线', '政务热线', '市民热线', '电话', '来电', '语音', '呼入', '电话呼入', '人工'],
  letterbox: ['书记信箱', '区长信箱', '县长信箱', '市长信箱', '信箱', '网上信箱', '电子邮件', '邮箱', '来信'],
  petition: ['信访', '国家信访', '网上信访', '信访局'],
  water: ['自来水', '供水', '供水热线', '水务'],
  power: ['电力', '供电', '95598', '国网'],
  gas: ['燃气', '天然气', '管道燃气', '燃气热线'],
  upper: ['省平台', '市平台', '省12345', '市12345', '省级平台', '市级平台', '上级转办', '上级交办', '省转办', '市转办', '省市转办', '国家平台', '国务院互联网+督查'],
  wechat: ['微信公众号', '公众号', '微信小程序', '小程序'],
  app: ['手机app', '客户端', '移动端', '移动客户端', '手机客户端'],
  discipline: ['纪检', '纪委', '纪检监察', '阳光纪检平台'],
  forum: ['论坛', '12345在线', '网络论坛'],
  board: ['人民网', '人民网留言', '人民网留言板', '人民网领导留言板', '领导留言'],
  weibo: ['新浪微博', '政务微博'],
}

/** Quotation marks and brackets say nothing. */
const plain = (word: string): string => foldText(word).replace(/[“”"'‘’「」《》()]/g, '')

/** @returns a function from a word to the channel, null where none is meant for sure. */
export function findChannels(channels: readonly Channel[]): (word: string) => Channel | null {
  const byWord = new Map<string, Channel>()
  const offer = (word: string, channel: Channel): void => { if (!byWord.has(plain(word))) byWord.set(plain(word), channel) }
  for (const channel of channels) for (const word of [channel.id, channel.name, channel.short]) offer(word, channel)
  for (const channel of channels) for (const word of aliases[channel.id] ?? []) offer(word, channel)
  return (word) => byWord.get(plain(word)) ?? null
}
