/** Notices that stand at the head of the boards. */

export interface Notice {
  tid: number
  /** 0 = on every board. */
  board: number
  title: string
  text: string
}

export const notices: readonly Notice[] = [
  { tid: 1, board: 0, title: '【公告】论坛发帖须知（演示数据）', text: '请写明时间、地点和事由，勿发布他人隐私。本论坛为演示数据，内容均为虚构。' },
  { tid: 12, board: 2, title: '关于办理时限的说明', text: '咨询类三个工作日内答复，其他诉求五个工作日内答复，疑难事项另行告知。' },
  { tid: 46, board: 36, title: '各镇街网上受理员名单已更新', text: '请各镇街受理员每日查看本版，及时回复群众来帖。' },
  { tid: 47, board: 37, title: '咨询前请先看常见问题汇总', text: '医保缴费、入学划片、公积金、居住证等常见问题已汇总，请先搜索。' },
]
