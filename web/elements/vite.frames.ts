import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const page = (name: string) => resolve(import.meta.dirname, `${name}.html`);

// The frames: a page each, with scripts and styles of its own, since their policy allows nothing inline.
export default defineConfig({
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2020',
    cssTarget: 'es2022',
    modulePreload: false,
    assetsDir: 'assets',
    rolldownOptions: {
      input: [
        'controller',
        'elements-inner-card',
        'elements-inner-payment',
        'elements-inner-address',
        'bank-account',
        'three-d-secure',
      ].map(page),
    },
  },
});
