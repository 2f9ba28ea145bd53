import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { badgeWords } from '../browser/badges';
import { beginWithTeam, listPath, recordPath, type Session, signIn } from '../browser/session';
import { lightningPages, openOrg } from '../org/open';
import { ask, synced } from './ask';
import { print, type Report } from './report';

const USAGE = `npm run demo -- [--size N | --data DIR] [--odd NAME,…] [--headless] [--shots DIR] [--json]
  --size N      a sample org with N open opportunities (200), about 20 a rep; from 1,700 on with N in all
  --data DIR    an org from real files: the folder of sales_pipeline.csv or of financial_log.xes.gz
  --odd NAMES   oddities of the sample org, such as usWestCoast,noHistory; npm run org -- --help lists them
  --headless    no window: print what each surface shows and write one picture of each
  --shots DIR   folder of the pictures (a new one under the system's temporary folder)
  --json        print one JSON object alone on standard output; implies --headless`;

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    data: { type: 'string' },
    odd: { type: 'string' },
    'as-of': { type: 'string' },
    headless: { type: 'boolean' },
    shots: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const headless = values.json === true || values.headless === true || !hasDisplay || Boolean(process.env['CI']);
/** What is said on the way goes to standard error: standard output is the result's. */
const say = (line: string): void => console.error(line);

say('Starting the org …');
const opened = await openOrg(values, lightningPages);
for (const problem of opened.problems) say(problem);
const { org, server, token, user } = opened;
say(`Opening the browser, signed in as ${String(user['Name'])} …`);
const session = await signIn(org, token, '/lightning/page/home', {
  orgPort: server.tlsPort,
  headless,
  isOpenToAll: true,
});
try {
  const expected = org.rows('Opportunity').length;
  say(`Reading ${expected} opportunities through the browser's own session …`);
  const helper = await session.extensionPage('options.html');
  await synced(helper, expected);
  const deals = await ask(helper, 'deals', { figure: 'needsAttention' });
  const open = deals.rows.length > 0 ? deals : await ask(helper, 'deals', { figure: 'openPipeline' });
  // The dearest deal that needs attention, by the extension's own verdict.
  const [target] = open.rows.toSorted((a, b) => (b.converted ?? 0) - (a.converted ?? 0));
  if (!target) throw new Error('No open deal in this org: there is nothing to show.');
  await session.page.bringToFront();
  await session.goInApp(recordPath(target.id));
  const panel = await session.panel();
  await panel.waitForSelector(`article[data-record-id="${target.id}"]`, { timeout: 15_000 });

  if (!headless) {
    await helper.close();
    say(`The panel shows ${target.name}. Close the browser window to stop.`);
    await new Promise((done) => session.context.once('close', done));
  } else {
    const shots = values.shots === undefined ? mkdtempSync(join(tmpdir(), 'pipelens-demo-')) : resolve(values.shots);
    mkdirSync(shots, { recursive: true });
    const report = await walk(session, helper, shots);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else print(report, shots, opened.notes);
  }
} finally {
  await session.close().catch(() => undefined);
  await server.close();
}

/** Every surface in turn: what it shows, and a picture of it. */
async function walk(
  { page, goInApp, panel, extensionPage }: Session,
  helper: Awaited<ReturnType<Session['extensionPage']>>,
  shots: string,
): Promise<Report> {
  const files: Record<string, string> = {};
  const shoot = async (name: string, target: Session['page']): Promise<void> => {
    files[name] = join(shots, `${name}.png`);
    await target.screenshot({ path: files[name] });
  };
  const frame = await panel();
  await page.waitForTimeout(500);
  await shoot('record', page);
  const shown = await frame.evaluate(() => {
    const article = document.querySelector<HTMLElement>('article[data-record-id]');
    const reasons = [...document.querySelectorAll<HTMLElement>('.reason[data-signal]')];
    return {
      recordId: article?.dataset['recordId'] ?? '',
      name: document.querySelector('h1')?.textContent ?? '',
      state: article?.dataset['state'] ?? '',
      method: document.querySelector<HTMLElement>('[data-method]')?.dataset['method'] ?? '',
      score: Number(document.querySelector('.score')?.textContent?.match(/\d+/)?.[0] ?? Number.NaN),
      reasons: reasons.map((reason) => ({
        signal: reason.dataset['signal'] ?? '',
        points: Number(reason.querySelector('.points')?.textContent?.replace('−', '-') ?? 0),
        evidence: reason.querySelector('.quiet')?.textContent ?? '',
      })),
    };
  });

  await goInApp(listPath('AllOpenOpportunities'));
  // By XPath: synthetic shadow hides the rows from the page's own selectors, and a recordless list has none.
  await page.waitForFunction(
    () =>
      document.evaluate(
        'count(//div[contains(@class,"active")]//tr[starts-with(@data-row-key-value,"006")])',
        document,
        null,
        1,
        null,
      ).numberValue > 0,
    undefined,
    { timeout: 10_000 },
  );
  await page.waitForTimeout(1500);
  await shoot('list', page);
  const badges = Object.fromEntries(Object.entries(await badgeWords(page)).filter(([, word]) => word !== ''));
  await goInApp(`${listPath('AllOpenOpportunities')}&view=kanban`);
  await page.waitForTimeout(1500);
  await shoot('kanban', page);

  const popup = await extensionPage('popup.html', { width: 380, height: 560 });
  await popup.waitForSelector('[data-won]');
  await popup.waitForTimeout(300);
  await shoot('popup', popup);
  const figures = await popup.evaluate(() => {
    // No function with a name in here: the loader would add a helper that the page does not have.
    const head = document.querySelector<HTMLElement>('[data-won]')?.dataset;
    const amounts: Record<string, number> = {};
    for (const figure of document.querySelectorAll<HTMLElement>('[data-figure]'))
      amounts[figure.dataset['figure'] ?? ''] = Number(figure.dataset['amount']);
    const gap = head?.['gap'] === undefined ? null : Number(head['gap']);
    return {
      won: Number(head?.['won']),
      gap,
      commit: amounts['commit'] ?? 0,
      bestCase: amounts['bestCase'] ?? 0,
      open: amounts['open'] ?? 0,
    };
  });
  await popup.close();

  await beginWithTeam(helper);
  const side = await extensionPage('sidepanel.html', { width: 480, height: 900 });
  await side.waitForSelector('tr[data-rep]');
  await side.waitForTimeout(500);
  await shoot('team', side);
  const team = await ask(helper, 'team', {});
  await side.close();

  const all = await ask(helper, 'deals', { figure: 'listed' });
  const byStage: Report['byStage'] = {};
  for (const { stage, converted } of all.rows) {
    const own = (byStage[stage] ??= { count: 0, amount: 0 });
    own.count += 1;
    own.amount += converted ?? 0;
  }
  return {
    opportunities: all.rows.length,
    byStage,
    panel: shown,
    badges,
    popup: figures,
    team: team.rows.map(({ userId, name, won, quota, gap, open, openCount, coverage, overdue, needsAttention }) => ({
      userId,
      name,
      won,
      quota: quota ?? null,
      gap: gap ?? null,
      open,
      openCount,
      coverage: coverage ?? null,
      overdue,
      needsAttention: needsAttention ?? 0,
    })),
    shots: files,
  };
}
