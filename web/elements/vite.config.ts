import { defineConfig } from 'vite';

// The script for the shop's page.
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2020',
    modulePreload: false,
    lib: { entry: 'src/host/main.ts', formats: ['iife'], name: 'BursarElements', fileName: () => 'stripe.js' },
  },
});
