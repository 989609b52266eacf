/** The build of the web (root web/, result in DATA_DIR/web) and the five test projects. */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const second = 1_000

/** One kind of test: its folder, how long one test may take, and whether its files may share the machine. */
const project = (name: string, seconds: number, parallel: boolean) => ({
  extends: true as const,
  root: import.meta.dirname,
  test: {
    name,
    environment: 'node',
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: seconds * second,
    hookTimeout: Math.max(seconds, 30) * second,
    pool: 'forks' as const,
    fileParallelism: parallel,
    // A machine that does other things as well is slow, not wrong.
    expect: { poll: { timeout: 30 * second, interval: 50 } },
  },
})

export default defineConfig({
  root: resolve(import.meta.dirname, 'web'),
  plugins: [vue()],
  build: {
    outDir: resolve(import.meta.dirname, process.env.DATA_DIR ?? 'data', 'web'),
    emptyOutDir: true,
    // The wall's browser is an office machine's or a box behind a screen: a year or two old.
    target: ['chrome109', 'firefox115', 'safari16'],
    // Fonts are asked for by character range; as data URLs all of them would be loaded.
    assetsInlineLimit: 0,
    // ECharts is most of the wall and is fetched once; the rest is small (see the sizes that a build prints).
    chunkSizeWarningLimit: 700,
  },
  test: {
    // Files that start databases and browsers run one after another: two at once on a small machine would time out.
    projects: [project('unit', 10, true), project('property', 10, true), project('contract', 20, true), project('integration', 180, false), project('e2e', 240, false)],
  },
})
