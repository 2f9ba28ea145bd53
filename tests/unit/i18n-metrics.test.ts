import { describe, expect, test } from 'vitest';

import { METRICS } from '@/lib/answers/metrics';
import { en } from '@/lib/i18n/definitions/en';
import { pl } from '@/lib/i18n/definitions/pl';
import { en as names } from '@/lib/i18n/locales/en';

test.each(Object.entries(en))(
  'the definition of %s on screen is the one in the registry',
  (id, { formula, source }) => {
    expect(METRICS.get(id)).toMatchObject({ formula, source });
    expect(Object.keys(names)).toContain(`metric.${id}`);
  },
);

describe('Polish', () => {
  test('has the same definitions, and a note where English has one', () => {
    const shape = (all: object): unknown[] =>
      Object.entries(all).map(([id, text]) => [id, Object.keys(text as object)]);
    expect(shape(pl)).toEqual(shape(en));
  });
});
