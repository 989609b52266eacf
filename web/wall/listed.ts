/** How many issues a list of the wall has and shows, without claiming to know how many it was not sent. */

/** A gateway sends no more rows than this of one list: where they are all there, there may be more. */
const mostSent = 8

/** 5 项; 前8项 where there may be more; 5 项，显示 3 where room is short. */
export function listedWords(sent: number, fitting: number): string {
  const said = sent < mostSent ? `${sent} 项` : `前${sent}项`
  return fitting < sent ? `${said}，显示 ${fitting}` : said
}
