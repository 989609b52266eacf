/** What may fill an area of a scene: one entry a panel. */
import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import type { PanelName } from './layouts.ts'
import AlertStream from './panels/AlertStream.vue'
import DayPanel from './panels/DayPanel.vue'
import MapPanel from './panels/MapPanel.vue'
import NewestPanel from './panels/NewestPanel.vue'
import ReturningPanel from './panels/ReturningPanel.vue'
import TrendingPanel from './panels/TrendingPanel.vue'

export const panels: Record<PanelName, Component> = {
  day: DayPanel,
  map: MapPanel,
  alerts: AlertStream,
  trending: TrendingPanel,
  returning: ReturningPanel,
  newest: NewestPanel,
  latest: defineAsyncComponent(() => import('./panels/LatestPanel.vue')),
  issue: defineAsyncComponent(() => import('./panels/IssuePanel.vue')),
  townships: defineAsyncComponent(() => import('./panels/TownshipsPanel.vue')),
  sources: defineAsyncComponent(() => import('./panels/SourcesPanel.vue')),
}
