import { DAYS_LEFT, type Said } from './measure';

/** What the forecasts of one world with so many days left were worth. Shares of 1; NaN where nothing can be told. */
export interface WorldRow {
  world: string;
  method: string;
  daysLeft: number;
  n: number;
  bias: number;
  biasOfRest: number;
  /** The same of one who knows the true chances: what the windows that happened to come leave. */
  knowing: number;
  wape: number;
  floor: number;
  held: number;
  saidToTrue: number;
  /** Root of the mean squared error of single chances against the true ones; expected loss of the range, a share of what came. */
  off: number;
  lost: number;
  /** Share of the forecasts that went by learnt chances. */
  learnt: number;
  /** By fifths of what was said of a quota: mean said, share that came, and how many. */
  quota: { said: number; came: number; n: number }[];
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

export function worldRows(
  world: string,
  said: readonly Said[],
  births: (quarter: number) => number = () => 1,
): WorldRow[] {
  const methods = [...new Set(said.map(({ method }) => method))];
  const cells = methods.flatMap((method) => DAYS_LEFT.map((daysLeft) => ({ method, daysLeft })));
  return cells.map(({ method, daysLeft }): WorldRow => {
    const rows = said.filter((each) => each.world === world && each.daysLeft === daysLeft && each.method === method);
    const total = sum(rows.map((row) => row.total));
    const rest = total - sum(rows.map(({ won }) => won));
    const over = sum(rows.map(({ mean, total: came }) => mean - came));
    // Who knows the chances knows what is usual of deals to come as well, and how that grows.
    const grown = ({ quarter }: Said): number => births(quarter);
    const fresh = sum(rows.map((row) => row.fresh / grown(row))) / rows.length;
    const knownOf = (row: Said): number => row.won + row.trueOpen + fresh * grown(row);
    return {
      world,
      method,
      daysLeft,
      n: rows.length,
      bias: over / total,
      biasOfRest: over / rest,
      knowing: sum(rows.map((row) => knownOf(row) - row.total)) / rest,
      wape: sum(rows.map(({ p50, total: came }) => Math.abs(p50 - came))) / total,
      floor: sum(rows.map((row) => Math.abs(knownOf(row) - row.total))) / total,
      held: rows.filter(({ p10, p90, total: came }) => came >= p10 && came <= p90).length / rows.length,
      saidToTrue: sum(rows.map(({ wins }) => wins)) / sum(rows.map(({ trueWins }) => trueWins)),
      off: Math.sqrt(sum(rows.map(({ off }) => off)) / sum(rows.map(({ deals }) => deals))),
      lost: sum(rows.map(({ lost }) => lost)) / total,
      learnt: rows.filter(({ isLearnt }) => isLearnt).length / rows.length,
      quota: fifthsOf(rows),
    };
  });
}

/** What was said of quotas, in fifths of the scale, beside how often they came. */
function fifthsOf(rows: readonly Said[]): { said: number; came: number; n: number }[] {
  const asked = rows.flatMap(({ quotas }) => quotas);
  return Array.from({ length: 5 }, (_, fifth) => {
    const own = asked.filter(({ said }) => Math.min(4, Math.floor(said * 5)) === fifth);
    return {
      said: sum(own.map(({ said }) => said)) / own.length,
      came: own.filter(({ came }) => came).length / own.length,
      n: own.length,
    };
  });
}

const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : '–');

/** One line a row, as a table of the README has it. */
export const lineOf = ({
  world,
  method,
  daysLeft,
  n,
  bias,
  biasOfRest,
  knowing,
  wape,
  floor,
  held,
  saidToTrue,
  off,
  lost,
  learnt,
  quota,
}: WorldRow): string =>
  `| ${world} | ${method} | ${daysLeft} | ${n} | ${percent(bias)} | ${percent(biasOfRest)} (${percent(knowing)}) | ${wape.toFixed(3)} (${floor.toFixed(3)}) | ${percent(held)} | ${saidToTrue.toFixed(2)} | ${off.toFixed(3)} | ${lost.toFixed(3)} | ${percent(learnt)} | ${fifthLine(quota)} |`;

const fifthLine = (quota: WorldRow['quota']): string =>
  quota
    .map(({ said, came, n }) => (n < 8 ? '–' : `${(100 * said).toFixed(0)} → ${(100 * came).toFixed(0)} (${n})`))
    .join(' · ');

export const HEAD =
  '| world | method | days left | n | bias | of the rest (who knows) | WAPE (floor) | held | said ÷ true | off the true chances | range lost | learnt | quota: said → came |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|';
