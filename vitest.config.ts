/** Where the tests are and how long one may take. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,schemas,detectors,seeds,bench,test}/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/kafka/shared.ts'],
    testTimeout: 30_000,
  },
});
