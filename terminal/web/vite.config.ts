// Two pages, the till's and the customers', that share their code. The built files are committed and
// embedded in the program (terminal/service); a fresh build has to equal them byte for byte.
import {defineConfig} from 'vite';

export default defineConfig({
  base: '/',
  esbuild: {jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none'},
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    rollupOptions: {input: ['index.html', 'display.html']},
  },
});
