import { defineConfig } from 'vite';

// The script of the hosted page, under a name that the server's templates know.
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2020',
    modulePreload: false,
    lib: { entry: 'src/hosted/checkout.ts', formats: ['es'], fileName: () => 'checkout.js' },
  },
});
