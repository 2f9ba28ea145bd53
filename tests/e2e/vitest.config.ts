import { resolve } from 'node:path';

import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');

export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    reporters: ['default', resolve(import.meta.dirname, '../plain-line.ts')],
    include: ['tests/e2e/**/*.e2e.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Each file starts a browser and an org of its own; two at a time would only slow each other down.
    fileParallelism: false,
  },
});
