/** What TypeScript must know of files that Vite alone understands. */
/// <reference types="vite/client" />
declare module '@fontsource-variable/noto-sans-sc'
