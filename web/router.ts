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
      component: () => import('./duty/DutyPage.vue'),
      beforeEnter: async () => ((await useSession().refresh())?.role === 'admin' ? true : '/login'),
    },
    { path: '/login', component: () => import('./duty/LoginPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
