/** Which accounts speak for an office: their name may be kept and shown, a person's never. */

const bodies = '局|委|委员会|办|办事处|办公室|中心|政府|街道|镇|支队|大队|总站|管理处|管理所|集团|公司|法院|检察院|医院'
const voices = '官方回复|官方发布|官方|回复|坐席|客服|发布|在线|政务'
/** A body with a territory before it: 区住建局, 洪泽区人民政府. */
const office = new RegExp(`^(?:区|市|县|洪泽|淮安|江苏)[\\p{Script=Han}]{0,12}(?:${bodies})\\d{0,3}$`, 'u')
/** A body that says that it speaks as one: 区城管局回复, 高涧街道办事处回复, 洪泽区发布. */
const spokesman = new RegExp(`(?:${bodies}|区|县|市)(?:${voices})\\d{0,3}$`, 'u')
const hotline = new RegExp(`^(?:洪泽)?12345(?:[\\p{Script=Han}]{0,6}(?:${voices})\\d{0,3})?$`, 'u')

/** Longer names are no names, and would only cost time. */
const longest = 40

/**
 * Whether a name is that of an office. A name alone proves little (anybody may register one), so a bare suffix is not enough: it
 * needs a territory, the number of the hotline, or a suffix that speaks for a body (“…局回复”). Where it fails: an office with a
 * fanciful name (list it in the source's `officials`), and a person who takes an office's name on a forum that lets them.
 */
export function isOfficial(name: string | null, listed: readonly string[] = []): boolean {
  const account = name?.trim() ?? ''
  if (account === '' || account.length > longest) return false
  return listed.includes(account) || [office, spokesman, hotline].some((pattern) => pattern.test(account))
}
