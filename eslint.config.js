/** What the linter keeps: types used soundly, promises awaited, templates correct, and each folder importing only what it may. */
import { defineConfig } from 'eslint/config'
import js from '@eslint/js'
import globals from 'globals'
import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

/** Files of one part of the project, and what they must not import, with the reason. */
const bound = (files, patterns, paths = []) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns, paths }] },
})

const folders = (names, message) => ({ regex: `^(?:\\.{1,2}/)+(?:.*/)?(?:${names.join('|')})/`, message })

const servers = folders(['server'], 'server is imported by nobody else: talk to it over HTTP, Socket.IO or the database.')
const webs = folders(['web'], 'web is imported by nobody else.')
const crawling = folders(['crawlers'], 'crawlers are imported by nobody else: they meet the server in the database.')
const node = { regex: '^node:', message: 'This part must run without Node.' }
const nodeHalf = { regex: '(?:^|/)shared/node/|^\\.{1,2}/(?:.*/)?node/', message: 'shared/node is for server and crawlers.' }
const outside = ['ioredis', 'pg', 'socket.io', 'fastify'].map((name) => ({ name, message: 'Domain code is pure: take what is needed as an argument.' }))
const doors = folders(['archive', 'live', 'live-state', 'http', 'auth', 'embedded', 'notify', 'commands'], 'Domain code is pure: it knows no store and no socket.')
const outsideParts = { regex: '^(?:ioredis|pg|socket\\.io|fastify)/|^@fastify/', message: 'Domain code is pure: take what is needed as an argument.' }

export default defineConfig(
  { ignores: ['node_modules/', 'data/', 'coverage/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser }, globals: globals.browser },
  },
  { files: ['web/**/*.ts'], languageOptions: { globals: globals.browser } },
  {
    files: ['{server,crawlers,tests}/**/*.ts', 'shared/node/**/*.ts', 'vite.config.ts'],
    languageOptions: { globals: globals.node },
  },
  {
    rules: {
      // TypeScript itself knows which names exist.
      'no-undef': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A function that answers at once may still have to be asynchronous to fit its contract.
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 250 }],
    },
  },
  {
    // Types of .vue files are unknown to this linter; vue-tsc checks them.
    files: ['web/**/*.{ts,vue}'],
    rules: Object.fromEntries(['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off'])),
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { ...ts.configs.disableTypeChecked.languageOptions, globals: globals.node },
  },
  {
    files: ['**/*.vue'],
    rules: {
      // Crawled text is hostile: it is text everywhere, never HTML.
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      // How a template is laid out is left to whoever writes it.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  bound(['shared/*.ts', 'shared/{districts,orders}/**/*.ts'], [servers, webs, crawling, nodeHalf, node, outsideParts], outside),
  bound(['shared/node/**/*.ts'], [servers, webs, crawling]),
  bound(['crawlers/**/*.ts'], [servers, webs]),
  bound(['server/**/*.ts'], [webs, crawling]),
  bound(['web/**/*.{ts,vue}'], [servers, crawling, nodeHalf, node]),
  bound(['server/{enrich,issues,trends,alerts,figures,briefings}/**/*.ts'], [webs, crawling, node, nodeHalf, outsideParts, doors], outside),
)
