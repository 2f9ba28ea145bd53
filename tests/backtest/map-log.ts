import { skillGate } from '@/lib/scoring/gate';
import { atDay, curvesOf, fitHazard } from '@/lib/scoring/hazard';
import { type StageTable, stageTable, tableChance } from '@/lib/scoring/stage-table';
import { finish } from '@/lib/scoring/steps';
import { categoryColumn, numberColumn, rowsOf, type Table } from '@/lib/scoring/table';

import { columnsOf, type MappedRow, type Mapping } from './map-shape';
import { type BacktestRow, PRODUCT, scoreRow } from './row';
import { wordsOf } from './split';

type LogMapping = Omit<Mapping, 'id' | 'event' | 'time'> & { id: string; event: string; time: string };

const DAY_MS = 86_400_000;
const ORIGINS = 8;
const LANDMARKS = 40;

interface Deal {
  events: { row: MappedRow; name: string; at: number }[];
  closed: number;
  isWon: boolean;
}

interface Landmark {
  deal: number;
  at: number;
}

/**
 * An event log: eight origins over the second half of its days; at each, learnt from what was known then and asked of every open
 * deal whether it is won within the median time to win, and at all. Features: last event, ages, counts, the mapped columns.
 */
export function mappedLog(rows: readonly MappedRow[], mapping: LogMapping): BacktestRow[] {
  const deals = dealsOf(rows, mapping);
  const starts = deals.map(({ events }) => events[0]?.at ?? 0);
  const first = Math.min(...starts);
  const last = deals.reduce((max, { events }) => Math.max(max, events.at(-1)?.at ?? 0), first);
  const lengths = deals
    .flatMap(({ closed }, deal) => (closed < Infinity ? [closed - (starts[deal] ?? 0)] : []))
    .sort((a, b) => a - b);
  const span = Math.min(365, Math.max(1, Math.round(lengths[lengths.length >> 1] ?? 30)));
  const [from, to] = [first + (last - first) / 2, last - span];
  const openAt = (at: number): Landmark[] =>
    deals.flatMap(({ closed }, deal) => ((starts[deal] ?? 0) < at && closed >= at ? [{ deal, at }] : []));
  const step = (last - first) / LANDMARKS;
  const soon = {
    p: [] as number[],
    table: [] as number[],
    constant: [] as number[],
    y: [] as number[],
    deal: [] as number[],
  };
  const ever = structuredClone(soon);
  for (let origin = 0; origin < ORIGINS; origin += 1) {
    const now = from + ((to - from) * origin) / (ORIGINS - 1);
    const learnt: Landmark[] = [];
    for (let at = first + step; at < now; at += step) learnt.push(...openAt(at));
    const asked = openAt(now);
    const all = tableOf(deals, [...learnt, ...asked], mapping);
    const [train, test] = [
      rowsOf(all, Uint32Array.from(learnt.keys())),
      rowsOf(
        all,
        Uint32Array.from(asked.keys(), (row) => row + learnt.length),
      ),
    ];
    const hazard = finish(
      fitHazard(
        {
          table: train,
          deal: learnt.map(({ deal }) => deal),
          at: learnt.map(({ at }) => at),
          endedAt: learnt.map(({ deal }) => deals[deal]?.closed ?? Infinity),
          isWon: learnt.map(({ deal }) => Number(deals[deal]?.isWon)),
        },
        { until: now },
      ),
    );
    if (!hazard) {
      console.log(`${mapping.name}: origin ${origin + 1} has no finished horizon to learn from, it is left out.`);
      continue;
    }
    const curves = curvesOf(hazard, test);
    const isWonBy = ({ deal, at }: Landmark, days: number): number =>
      deals[deal]?.isWon && deals[deal].closed < at + days ? 1 : 0;
    const [words, asks] = [wordsOf(train, 'stage'), wordsOf(test, 'stage')];
    const known = (rowsKnown: number[], days: number) =>
      stageTable(
        rowsKnown.map((row) => words[row] ?? ''),
        rowsKnown.map((row) => isWonBy(learnt[row] as Landmark, days)),
      );
    const soonTable = known(
      learnt.flatMap(({ at }, row) => (at + span <= now ? [row] : [])),
      span,
    );
    const everTable = known(
      learnt.flatMap(({ deal }, row) => ((deals[deal]?.closed ?? Infinity) <= now ? [row] : [])),
      Infinity,
    );
    asked.forEach((landmark, row) => {
      const add = (kept: typeof soon, p: number, stages: StageTable, y: number): void => {
        kept.p.push(p);
        kept.table.push(tableChance(stages, word));
        kept.constant.push(stages.base);
        kept.y.push(y);
        kept.deal.push(landmark.deal);
      };
      const word = asks[row] ?? '';
      add(soon, atDay(curves.won, row, span), soonTable, isWonBy(landmark, span));
      if ((deals[landmark.deal]?.closed ?? Infinity) < Infinity)
        add(ever, curves.ever[row] ?? Number.NaN, everTable, isWonBy(landmark, Infinity));
    });
  }
  return (
    [
      [`${mapping.name} won within ${span} days`, soon],
      [`${mapping.name} won ever`, ever],
    ] as const
  ).flatMap(([protocol, { p, table, constant, y, deal }]) => {
    const { isPassed } = skillGate({ p, table, constant, y, deal });
    return [scoreRow(protocol, PRODUCT, p, y, isPassed), scoreRow(protocol, 'table(stage)', table, y, isPassed)];
  });
}

/** Events by time, file order on ties; those without a time are left out and counted. */
function dealsOf(rows: readonly MappedRow[], { id, event, time, outcome, name }: LogMapping): Deal[] {
  const byId = new Map<string, Deal['events']>();
  let [undated, backwards] = [0, 0];
  for (const row of rows) {
    const at = Date.parse(row[time] ?? '') / DAY_MS;
    if (Number.isNaN(at)) {
      undated += 1;
      continue;
    }
    const own = byId.get(row[id] ?? '') ?? [];
    if (at < (own.at(-1)?.at ?? -Infinity)) backwards += 1;
    own.push({ row, name: row[event] ?? '', at });
    byId.set(row[id] ?? '', own);
  }
  if (undated > 0) console.log(`${name}: ${undated} events without a time are left out.`);
  if (backwards > 0) console.log(`${name}: ${backwards} events stand after a later one; they are put in order.`);
  return [...byId.values()].map((unsorted) => {
    const events = unsorted.toSorted((a, b) => a.at - b.at);
    const endOf = ({ row }: Deal['events'][number]): string => row[outcome.column] ?? '';
    const end = events.find((each) => outcome.won.includes(endOf(each)) || outcome.lost.includes(endOf(each)));
    return { events, closed: end?.at ?? Infinity, isWon: end !== undefined && outcome.won.includes(endOf(end)) };
  });
}

function tableOf(deals: readonly Deal[], landmarks: readonly Landmark[], mapping: Mapping): Table {
  const found = landmarks.map(({ deal, at: now }) => {
    const events = deals[deal]?.events.filter(({ at }) => at < now) ?? [];
    const last = events.at(-1);
    const known = Object.assign({}, ...events.map(({ row }) => row)) as MappedRow;
    return {
      known,
      stage: last?.name,
      numbers: {
        age: now - (events[0]?.at ?? now),
        daysSinceEvent: now - (last?.at ?? now),
        events: events.length,
        kinds: new Set(events.map(({ name }) => name)).size,
        eventsIn7Days: events.filter(({ at }) => at >= now - 7).length,
        eventsIn30Days: events.filter(({ at }) => at >= now - 30).length,
      },
    };
  });
  const names = ['age', 'daysSinceEvent', 'events', 'kinds', 'eventsIn7Days', 'eventsIn30Days'] as const;
  const mappedColumns = columnsOf(
    found.map(({ known }) => known),
    // The outcome's own column would tell a closed deal's end, never an open one's: it is not a feature.
    { ...mapping, categories: mapping.categories.filter((name) => name !== mapping.outcome.column) },
  );
  return {
    size: found.length,
    columns: [
      categoryColumn(
        'stage',
        found.map(({ stage }) => stage),
      ),
      ...names.map((name) =>
        numberColumn(
          name,
          found.map(({ numbers }) => numbers[name]),
        ),
      ),
      ...mappedColumns.columns,
    ],
  };
}
