import { defineConfig } from 'vite';

// The script for embedded onboarding.
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2020',
    modulePreload: false,
    lib: { entry: 'src/connect/main.ts', formats: ['iife'], name: 'BursarConnect', fileName: () => 'connect.js' },
  },
});
