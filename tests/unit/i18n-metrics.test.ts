import { expect, test } from 'vitest';

import { METRICS } from '@/lib/domain/metrics';
import { en } from '@/lib/i18n/locales/en';

const FORMULA = /^metric\.(.+)\.formula$/;
const texts = Object.entries(en).flatMap(([key, text]) => {
  const id = FORMULA.exec(key)?.[1];
  return id === undefined ? [] : [[id, text] as const];
});

test.each(texts)('the definition of %s on screen is the one in the registry', (id, text) => {
  expect(METRICS.get(id)?.formula).toBe(text);
});
