import type { OrgView } from '@/tests/org/live-org';

import { database } from './recount';

/** What the product says of itself, and nothing else of it: the days that it looks at, and the stages by the names they went by. */
export interface ProcessAsked {
  zone: string;
  today: string;
  days: { start: string; end: string };
  cohortDays: { start: string; end: string };
  months: readonly { start: string; end: string }[];
  quarter: { start: string; end: string };
  team: readonly string[];
  /** Former names of stages, each with its present one. */
  renames: Readonly<Record<string, string>>;
  digits: number;
}

/** The figures of the process by SQL over the rows that a user sees. */
export async function recountProcess(org: OrgView, asked: ProcessAsked) {
  const dayIn = new Intl.DateTimeFormat('en-CA', { timeZone: asked.zone, dateStyle: 'short' });
  const dayOf = (at: unknown): string => dayIn.format(Date.parse(String(at)));
  const stageOf = (name: unknown): string => asked.renames[String(name)] ?? String(name);
  const own = org.has('CurrencyType') ? org.rows('CurrencyType').find((row) => row['IsCorporate'] === true) : undefined;
  const rates = org.has('CurrencyType') ? org.rows('CurrencyType') : [];
  const dated = org.has('DatedConversionRate') ? org.rows('DatedConversionRate') : [];
  const money = (row: Readonly<Record<string, unknown>>): number | null => {
    const [amount, iso, day] = [row['Amount'], row['CurrencyIsoCode'], String(row['CloseDate'])];
    if (typeof amount !== 'number') return null;
    const scale = 10 ** asked.digits;
    if (!own || iso === undefined || iso === null || iso === own['IsoCode']) return Math.round(amount * scale);
    const then = dated.find(
      (each) => each['IsoCode'] === iso && day >= String(each['StartDate']) && day < String(each['NextStartDate']),
    );
    const rate = (then ?? rates.find((each) => each['IsoCode'] === iso))?.['ConversionRate'];
    return typeof rate === 'number' ? Math.round((amount / rate) * scale) : null;
  };
  const stages = new Map(org.rows('OpportunityStage').map((row) => [String(row['ApiName']), row]));
  const records = new Map(org.rows('Opportunity').map((row) => [row.Id, row]));
  const fateOf = (row: Readonly<Record<string, unknown>>) =>
    row['IsClosed'] !== true ? 'open' : row['IsWon'] === true ? 'won' : 'lost';
  /** Open, won or lost: by the org's list, else by the record that is in the stage now, else by what else the row says. */
  const standing = (row: Readonly<Record<string, unknown>>) => {
    const name = stageOf(row['StageName']);
    const [listed, record] = [stages.get(name), records.get(String(row['OpportunityId']))];
    if (listed) return { fate: fateOf(listed), place: listed['SortOrder'] };
    if (record && record['StageName'] === name) return { fate: fateOf(record), place: null };
    const [category, chance] = [row['ForecastCategory'], row['Probability']];
    const isWon = category === 'Closed' || chance === 100;
    return { fate: isWon ? 'won' : category === 'Omitted' && chance === 0 ? 'lost' : 'open', place: null };
  };
  const handed = Map.groupBy(
    (org.has('OpportunityFieldHistory') ? org.rows('OpportunityFieldHistory') : []).filter(
      (row) =>
        row['Field'] === 'Owner' &&
        String(row['OldValue']).startsWith('005') &&
        dayOf(row['CreatedDate']) >= asked.quarter.start,
    ),
    (row) => String(row['OpportunityId']),
  );
  /** Whose a deal was as the quarter whose slips are counted began. */
  const ownerThen = (row: Readonly<Record<string, unknown>>): unknown =>
    handed
      .get(String(row['Id']))
      ?.toSorted((a, b) => String(a['CreatedDate']).localeCompare(String(b['CreatedDate'])))[0]?.['OldValue'] ??
    row['OwnerId'] ??
    null;
  const db = await database([
    {
      name: 'deals',
      columns: {
        id: 'VARCHAR',
        owner: 'VARCHAR',
        account: 'VARCHAR',
        ownerThen: 'VARCHAR',
        born: 'DATE',
        since: 'TIMESTAMP',
      },
      rows: org.rows('Opportunity').map((row) => ({
        id: row.Id,
        owner: row['OwnerId'] ?? null,
        account: row['AccountId'] ?? null,
        ownerThen: ownerThen(row),
        since: row['CreatedDate'],
        born: dayOf(row['CreatedDate']),
      })),
    },
    {
      name: 'history',
      columns: {
        id: 'VARCHAR',
        deal: 'VARCHAR',
        moment: 'TIMESTAMP',
        day: 'DATE',
        stage: 'VARCHAR',
        money: 'BIGINT',
        closes: 'DATE',
        category: 'VARCHAR',
        fate: 'VARCHAR',
        place: 'INTEGER',
      },
      rows: org.rows('OpportunityHistory').map((row) => ({
        id: row.Id,
        deal: row['OpportunityId'],
        moment: row['CreatedDate'],
        day: dayOf(row['CreatedDate']),
        stage: stageOf(row['StageName']),
        money: money(row),
        closes: row['CloseDate'] ?? null,
        category: row['ForecastCategory'] ?? null,
        ...standing(row),
      })),
    },
    { name: 'team', columns: { id: 'VARCHAR' }, rows: asked.team.map((id) => ({ id })) },
    {
      name: 'months',
      columns: { first: 'DATE', last: 'DATE' },
      rows: asked.months.map((each) => ({ first: each.start, last: each.end })),
    },
  ]);
  const { days, cohortDays, quarter, today } = asked;
  const within = (column: string, span: { start: string; end: string }): string =>
    `${column} BETWEEN DATE '${span.start}' AND DATE '${span.end}'`;
  const WITH = `WITH kept AS (
      SELECT h.* FROM history h JOIN deals d ON d.id = h.deal
      QUALIFY row_number() OVER (PARTITION BY h.deal, h.moment ORDER BY h.id DESC) = 1),
    early AS (
      SELECT * REPLACE (d.since AS moment, d.born AS day) FROM (
        SELECT h.* FROM history h QUALIFY row_number() OVER (PARTITION BY deal ORDER BY moment, id) = 1) k
      JOIN (SELECT id AS known, since, born FROM deals) d ON d.known = k.deal WHERE d.since < k.moment),
    life AS (SELECT * FROM kept UNION ALL SELECT * EXCLUDE (known, since, born) FROM early),
    steps AS (
      SELECT *, lag(stage) OVER w AS was, lag(fate) OVER w AS wasFate FROM life WINDOW w AS (PARTITION BY deal ORDER BY moment)),
    present AS (
      SELECT l.*, d.owner, d.account, LEAST(d.born, first.day) AS born
      FROM (SELECT * FROM life QUALIFY row_number() OVER (PARTITION BY deal ORDER BY moment DESC) = 1) l
      JOIN deals d ON d.id = l.deal
      JOIN (SELECT deal, min(day) AS day FROM life GROUP BY deal) first ON first.deal = l.deal
      WHERE d.owner IN (SELECT id FROM team)),
    edges AS (
      SELECT * FROM steps
      WHERE (fate = 'open' AND (wasFate IS DISTINCT FROM 'open' OR was <> stage)) OR (fate <> 'open' AND wasFate = 'open')),
    every AS (
      SELECT deal, stage, place, fate, moment, day AS entered,
        lead(day) OVER w AS ended, lead(fate) OVER w AS exitFate, lead(stage) OVER w AS exitStage,
        lead(place) OVER w AS exitPlace, lead(money) OVER w AS exitMoney
      FROM edges WINDOW w AS (PARTITION BY deal ORDER BY moment)),
    stays AS (
      SELECT e.*, COALESCE(e.ended, DATE '${today}') - e.entered AS length, e.ended IS NOT NULL AS done
      FROM every e WHERE e.fate = 'open' AND e.entered >= DATE '${days.start}'),
    visits AS (
      SELECT s.*, CASE WHEN done THEN exitMoney ELSE p.money END AS worth,
        done AND (exitFate = 'won' OR (exitFate = 'open' AND exitPlace > COALESCE(s.place, -1))) AS forward
      FROM stays s JOIN present p ON p.deal = s.deal)`;
  /** Days within which a share of the stays of each stage was over, by Kaplan and Meier. */
  const within80 = (of: string, share: number): string => `(
      SELECT stage, min(length) AS days FROM (
        SELECT stage, length, product(1 - gone / risk) OVER (PARTITION BY stage ORDER BY length) AS remains FROM (
          SELECT a.stage, a.length, count(*) FILTER (WHERE b.done AND b.length = a.length) AS gone,
            count(*) FILTER (WHERE b.length >= a.length) AS risk
          FROM (SELECT DISTINCT stage, length FROM ${of} WHERE done) a JOIN ${of} b ON b.stage = a.stage GROUP BY ALL))
      WHERE remains <= 1 - ${share} + 1e-9 GROUP BY stage)`;
  const rows = async (sql: string) => db.all(`${WITH} ${sql}`);
  const funnel = await rows(`SELECT v.stage, count(*)::INT AS entered, count(*) FILTER (WHERE done)::INT AS "left",
      count(*) FILTER (WHERE forward)::INT AS forward, count(*) FILTER (WHERE exitFate = 'lost')::INT AS lost,
      any_value(half.days)::INT AS medianDays, any_value(long.days)::INT AS p80Days,
      COALESCE(any_value(l.count), 0)::INT AS leaked, COALESCE(any_value(l.money), 0)::DOUBLE AS lostAmount
    FROM visits v
    LEFT JOIN ${within80('visits', 0.5)} half ON half.stage = v.stage
    LEFT JOIN ${within80('visits', 0.8)} long ON long.stage = v.stage
    LEFT JOIN (SELECT stage, count(*) AS count, sum(worth) AS money FROM (
      SELECT * FROM visits WHERE exitFate = 'lost' QUALIFY row_number() OVER (PARTITION BY deal ORDER BY moment DESC) = 1)
      GROUP BY stage) l ON l.stage = v.stage
    WHERE v.place IS NOT NULL GROUP BY v.stage ORDER BY min(v.place)`);
  const fates = await rows(`, usual AS (SELECT u.* FROM ${within80('stays', 0.8)} u
      WHERE (SELECT count(*) FROM stays WHERE stays.stage = u.stage AND done) >= 5)
    SELECT v.stage, CASE WHEN exitFate = 'lost' THEN 'lost' WHEN forward THEN 'on' WHEN done THEN 'back'
        WHEN u.days IS NOT NULL AND length > greatest(u.days, 1) THEN 'stuck' ELSE 'here' END AS fate,
      count(*)::INT AS count, COALESCE(sum(worth), 0)::DOUBLE AS money
    FROM visits v LEFT JOIN usual u ON u.stage = v.stage WHERE v.place IS NOT NULL GROUP BY ALL ORDER BY ALL`);
  const ways =
    await rows(`SELECT stage, exitFate AS "to", exitStage AS goal, count(*)::INT AS count, COALESCE(sum(worth), 0)::DOUBLE AS money
    FROM visits WHERE done AND place IS NOT NULL GROUP BY ALL ORDER BY ALL`);
  const ages = await rows(`, since AS (SELECT p.stage, p.money, DATE '${today}' - (
        SELECT max(e.entered) FROM every e WHERE e.deal = p.deal) AS days FROM present p WHERE p.fate = 'open')
    SELECT since.stage, CASE WHEN half.days IS NULL THEN 'unknown' WHEN since.days > 2 * half.days THEN 'long'
        WHEN since.days >= half.days THEN 'over' WHEN 2 * since.days >= half.days THEN 'usual' ELSE 'short' END AS age,
      count(*)::INT AS count, COALESCE(sum(money), 0)::DOUBLE AS money
    FROM since LEFT JOIN ${within80('visits', 0.5)} half ON half.stage = since.stage GROUP BY ALL ORDER BY ALL`);
  const cohorts = await rows(`SELECT strftime(first, '%Y-%m-%d') AS start, count(p.deal)::INT AS created,
      count(*) FILTER (WHERE fate = 'won')::INT AS won, count(*) FILTER (WHERE fate = 'lost')::INT AS lost,
      count(*) FILTER (WHERE fate = 'open')::INT AS open, COALESCE(sum(money) FILTER (WHERE fate = 'won'), 0)::DOUBLE AS money
    FROM months m LEFT JOIN present p ON p.born BETWEEN m.first AND m.last AND p.born <= DATE '${today}'
    GROUP BY first ORDER BY first DESC`);
  const [rates1] =
    await rows(`SELECT count(*) FILTER (WHERE fate = 'won')::INT AS won, count(*) FILTER (WHERE fate = 'lost')::INT AS lost,
      sum(money) FILTER (WHERE fate = 'won')::DOUBLE AS wonMoney, sum(money)::DOUBLE AS allMoney,
      avg(money) FILTER (WHERE fate = 'won')::DOUBLE AS average, median(closes - born) FILTER (WHERE fate = 'won')::DOUBLE AS cycle
    FROM present WHERE fate <> 'open' AND ${within('closes', days)}`);
  const [cohort] = await rows(
    `SELECT count(*)::INT AS size, avg((fate = 'won')::INT)::DOUBLE AS rate FROM present WHERE ${within('born', cohortDays)}`,
  );
  const [open] = await rows(
    `SELECT count(*)::INT AS count FROM present WHERE fate = 'open' AND category IS DISTINCT FROM 'Omitted'`,
  );
  const [slip] = await rows(`, called AS (SELECT l.deal FROM life l JOIN deals d ON d.id = l.deal
      WHERE l.day < DATE '${quarter.start}' AND d.ownerThen IN (SELECT id FROM team)
      QUALIFY row_number() OVER (PARTITION BY l.deal ORDER BY l.moment DESC) = 1
        AND l.fate = 'open' AND l.category IN ('BestCase', 'Forecast') AND ${within('l.closes', quarter)})
    SELECT count(*)::INT AS forecast, count(*) FILTER (WHERE p.deal IS NULL OR NOT (p.fate <> 'open' AND ${within('p.closes', quarter)}))::INT AS slipped
    FROM called c LEFT JOIN present p ON p.deal = c.deal`);
  const [recycle] = await rows(`, now AS (SELECT l.fate, d.account FROM life l JOIN deals d ON d.id = l.deal
        QUALIFY row_number() OVER (PARTITION BY l.deal ORDER BY moment DESC) = 1),
      lost AS (SELECT p.deal, p.account, p.money, DATE '${today}' - (
        SELECT max(s.day) FROM steps s WHERE s.deal = p.deal AND s.wasFate IS DISTINCT FROM s.fate) AS days
      FROM present p WHERE p.fate = 'lost')
    SELECT count(*)::INT AS count, COALESCE(sum(money), 0)::DOUBLE AS money FROM lost WHERE days BETWEEN 330 AND 430
      AND NOT EXISTS (SELECT 1 FROM now WHERE now.fate = 'open' AND now.account = lost.account)`);
  db.close();
  const scale = 10 ** asked.digits;
  const { won = 0, lost = 0, wonMoney, allMoney, average, cycle } = rates1 as Record<string, number>;
  const rate = won + lost === 0 ? undefined : won / (won + lost);
  const isFast =
    rate !== undefined &&
    cycle !== null &&
    cycle !== undefined &&
    cycle > 0 &&
    average !== null &&
    average !== undefined;
  return {
    funnel,
    fates,
    ways,
    ages,
    cohorts,
    slip,
    recycle,
    cohort,
    won,
    lost,
    winRateCount: rate,
    winRateAmount: allMoney ? (wonMoney ?? 0) / allMoney : undefined,
    cycleDays: cycle ?? undefined,
    velocity: isFast ? (Number(open?.['count']) * rate * (average / scale)) / cycle : undefined,
  };
}
