/** The pages, and which of them an address without a path leads to. */
import { createRouter, createWebHistory } from 'vue-router'
import { rememberedKiosk } from './state/kiosk.ts'
import { useSession } from './state/session.ts'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/',
      component: () => import('./duty/LoginPage.vue'),
      beforeEnter: async () => {
        const session = await useSession().refresh()
        if (session?.role === 'admin') return '/duty'
        const kiosk = rememberedKiosk()
        return kiosk === null ? '/login' : { path: '/wall', query: { kiosk } }
      },
    },
    { path: '/wall', component: () => import('./wall/WallPage.vue') },
    {
      path: '/duty',
      component: () => import('./duty/ConsolePage.vue'),
      // Whoever followed a link to a page of the console finds it again after the login.
      beforeEnter: async (to) => ((await useSession().refresh())?.role === 'admin' ? true : { path: '/login', query: to.path === '/duty' ? {} : { to: to.fullPath } }),
      children: [
        { path: '', component: () => import('./duty/DutyPage.vue'), meta: { title: '预警' } },
        { path: 'issues', component: () => import('./issues/IssuesPage.vue'), meta: { title: '事项' } },
        { path: 'issues/:id(\\d+)', component: () => import('./issues/IssuePage.vue'), meta: { title: '事项' } },
        { path: 'repeats', component: () => import('./repeats/RepeatsPage.vue'), meta: { title: '重复集中反弹' } },
        { path: 'sources', component: () => import('./sources/SourcesPage.vue'), meta: { title: '采集' } },
        { path: 'figures', component: () => import('./figures/FiguresPage.vue'), meta: { title: '指标' } },
        { path: 'totals', component: () => import('./totals/TotalsPage.vue'), meta: { title: '总量与公布值' } },
        { path: 'imports', component: () => import('./imports/ImportsPage.vue'), meta: { title: '导入' } },
        { path: 'tokens', component: () => import('./tokens/TokensPage.vue'), meta: { title: '接口令牌' } },
        { path: 'let-go', component: () => import('./let-go/LetGoPage.vue'), meta: { title: '未计入' } },
        { path: 'trends', component: () => import('./trends/TrendsPage.vue'), meta: { title: '走势' } },
      ],
    },
    { path: '/login', component: () => import('./duty/LoginPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
