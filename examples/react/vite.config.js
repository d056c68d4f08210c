import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  resolve: { alias: { '@stripe/stripe-js': resolve(import.meta.dirname, '../../web/loader/index.js') } },
  define: { 'globalThis.BURSAR_URL': JSON.stringify(process.env.BURSAR_URL ?? 'http://127.0.0.1:8420') },
  build: { rolldownOptions: { input: 'page.html' } },
});
