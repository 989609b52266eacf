/** What the local news feed reports; a good part of it is about other places that bear the names of this district's townships. */

export interface NewsItem {
  title: string
  text: string
  /** About another place of the same name: noise for the district. */
  elsewhere: boolean
}

const here = (title: string, text: string): NewsItem => ({ title, text, elsewhere: false })
const elsewhere = (title: string, text: string): NewsItem => ({ title, text, elsewhere: true })

/** {n} is a number. */
export const newsItems: readonly NewsItem[] = [
  here('洪泽区开展渣土车夜间专项整治', '洪泽区城管、公安、交通等部门联合开展夜间专项整治，查处渣土车违规运输行为{n}起。'),
  here('洪泽湖大堤绿化提升工程启动', '洪泽湖大堤沿线绿化提升工程近日启动，计划补植乔木{n}百株。'),
  here('高良涧街道推进老旧小区改造', '高良涧街道今年对{n}个老旧小区的路灯、管网和停车位进行改造。'),
  here('洪泽区开展养殖污染排查', '洪泽区农业农村局会同生态环境部门，对东双沟、黄集等地{n}家养殖场粪污处理情况进行排查。'),
  here('洪泽12345在线走进社区听民意', '工作人员现场受理群众诉求{n}件，内容涉及停车、噪音、路灯等方面。'),
  here('蒋坝镇举办鱼圆美食节', '洪泽区蒋坝镇举办鱼圆美食节，吸引周边游客{n}千人次。'),
  here('老子山渔民上岸后办起民宿', '洪泽区老子山镇退捕渔民办起民宿{n}家，端上旅游饭碗。'),
  here('洪泽区部分小区供水管网改造 将短时停水', '自来水公司提醒，管网改造期间城区{n}个小区将短时停水，请做好储水准备。'),
  here('西顺河镇清退圈圩{n}百亩', '洪泽区西顺河镇持续推进退圩还湖，洪泽湖水面面积进一步扩大。'),
  here('洪泽区集中治理学校周边交通拥堵', '交警部门在{n}所学校周边设置护学岗。'),
  here('洪泽湖进入候鸟迁徙期 志愿者巡护', '志愿者清理非法捕鸟网{n}张，呼吁市民保护野生鸟类。'),
  here('洪泽经济开发区开展夜间异味巡查', '生态环境部门对园区{n}家企业进行夜间巡查。'),
  here('岔河镇白马湖畔稻谷丰收', '洪泽区岔河镇万亩稻田开镰，预计亩产创新高。'),
  elsewhere('肥西三河古镇夜游人气旺', '安徽合肥肥西县三河古镇推出夜游线路，单日接待游客{n}万人次。'),
  elsewhere('三河市优化通勤公交', '河北三河市新增{n}条通勤公交线路。'),
  elsewhere('泗洪双沟酒业新品发布', '宿迁泗洪双沟镇的酒企发布{n}款新品白酒。'),
  elsewhere('如东岔河镇举行农民运动会', '南通如东县岔河镇举行农民运动会，{n}支队伍参赛。'),
  elsewhere('邳州岔河：大蒜产业助增收', '徐州邳州市岔河镇大蒜种植面积达{n}千亩。'),
  elsewhere('铜山黄集镇道路改造完工', '徐州市铜山区黄集镇{n}条农村道路改造完工。'),
  elsewhere('三河古镇羽扇非遗进校园', '合肥三河古镇非遗传承人走进校园，为{n}名学生授课。'),
]
