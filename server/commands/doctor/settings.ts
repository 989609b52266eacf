/** Shows the settings: which differ from their defaults, and the whole table for the README. */
import { settings } from '../../../shared/node/config.ts'
import type { Finding } from './finding.ts'

/** The settings that are set to something else than their default; secrets without their value. */
export function lookAtSettings(env: Record<string, string | undefined>): Finding {
  const changed = Object.entries(settings).flatMap(([name, { default: initial, secret }]) => {
    const given = env[name]
    return given === undefined || given === initial ? [] : [`${name}=${secret ? '（已设置）' : given}`]
  })
  return { label: '设置', state: 'ok', text: changed.length === 0 ? '全部为默认值' : `与默认值不同：${changed.join('，')}` }
}

/** The table of settings as Markdown. */
export function tabulateSettings(): string {
  const rows = Object.entries(settings).map(([name, { default: initial, meaning }]) =>
    `| \`${name}\` | ${initial === '' ? '' : `\`${initial}\``} | ${meaning.replaceAll('|', '\\|')} |`)
  return ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
}
