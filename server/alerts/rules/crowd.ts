/** 涉稳苗头: words of a threat, a crowd or a petition; somebody should talk to them, but words alone never go above yellow. */
import { defineRule } from '../rule.ts'
import { findSigns, signNames } from '../signs.ts'

const id = 'crowd'
const signs = ['threat', 'crowd', 'petition'] as const

export default defineRule({
  id,
  name: '涉稳苗头',
  needs: 'issue',
  goesBy: 'words',
  grades: signs,
  wallFrom: 'yellow',
  judge: (seen, context) => findSigns(id, signs, seen, context, (found) => [
    `内容提及${found.map((sign) => signNames[sign]).join('、')}`, '请主动联系并推动解决',
  ]),
})
