import { expect, test } from 'vitest';

import { viewsSql } from '@/lib/warehouse/sql/catalogue';
import { standard } from '@/lib/warehouse/sql/dialect';
import { warehouseTables } from '@/lib/warehouse/warehouse';

import { familyAnswers, inOrder } from './answers';
import { differences, type FigureRow, SAME } from './compare';
import { duckOf } from './duck';
import { askedOrg, ORG_NAMES } from './orgs';

// The hardest of them; in the long form each.
test.each(process.env['LONG'] ? ORG_NAMES : ORG_NAMES.slice(-1))(
  'every figure that is a query says on DuckDB what the product says: %s',
  async (name) => {
    const { facts, asked } = askedOrg(name);
    const duck = await duckOf(warehouseTables(facts, asked));
    await duck.run(viewsSql(standard));
    // Safe: the columns of the view.
    const rows = (await duck.all('SELECT asked_id, figure_id, part, value FROM figures')) as unknown[] as FigureRow[];
    const unlike = await duck.all(
      `SELECT f.* FROM figures f JOIN answers a ON a.asked_id = f.asked_id AND a.figure_id = f.figure_id
      AND COALESCE(a.part, '') = COALESCE(f.part, '') WHERE ABS(f.value - a.value) > 0.000001 * (1 + ABS(a.value))`,
    );
    const families = await duck.all(
      'SELECT asked_id, figure_id, COALESCE(family, kind) AS family, value, n, unpriced FROM figures_by_family',
    );
    duck.close();
    expect(families.length).toBeGreaterThan(asked.length * 9);
    expect(inOrder(families)).toEqual(inOrder(familyAnswers(facts, asked)));
    expect(differences(rows, facts, asked)).toEqual(SAME);
    expect(unlike).toEqual([]);
  },
);
