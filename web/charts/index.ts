/** Every chart of the screens; tests/contract/charts.test.ts runs over this list. */
export { courseChart } from './course.ts'
export { figureBarsChart } from './figure-bars.ts'
export { hoursChart } from './hours.ts'
export { mapChart } from './map.ts'
export { monthsChart } from './months.ts'
export { repeatsChart } from './repeats.ts'
