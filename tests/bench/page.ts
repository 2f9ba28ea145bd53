import { readdirSync, readFileSync, statSync } from 'node:fs';

import { chromium } from 'playwright-core';

import { rows } from '@/lib/crm/salesforce/page/page-rows';
import type { HealthState } from '@/lib/deal/verdict';
import { badgeSheet } from '@/lib/page/badge-sheet';
import { makeId } from '@/lib/sample/made-ids';

import { requireBrowser } from '../browser/find';
import { type BenchRow, median, row } from './row';

const ROWS = 2000;
const STATES: HealthState[] = ['onTrack', 'watch', 'atRisk', 'stalled', 'done', 'new'];
const WORDS: Record<HealthState, string> = {
  onTrack: 'On track',
  watch: 'Watch',
  atRisk: 'At risk',
  stalled: 'Stalled',
  done: 'Closed',
  new: 'New',
};

/** What the script costs a CRM page: its evaluation, and its badges on 2,000 rows beside a badge a row. */
export async function pageRows(): Promise<BenchRow[]> {
  const browser = await chromium.launch({
    executablePath: requireBrowser(console.error),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const ids = Array.from({ length: ROWS }, (_, index) => makeId('006', index + 1));
    const css = badgeSheet(
      rows,
      Object.fromEntries(ids.map((id, index) => [id, STATES[index % STATES.length] ?? 'new'])),
      WORDS,
      false,
    );
    const setTable = (): Promise<void> =>
      page.setContent(
        `<div class="windowViewMode-normal active"><table>${ids.map((id, index) => `<tr data-row-key-value="${id}">${`<td style="padding:4px 8px">${index}</td>`.repeat(8)}</tr>`).join('')}</table></div>`,
      );
    const [ours, script, naive, plain] = [[] as number[], [] as number[], [] as number[], [] as number[]];
    for (let round = 0; round < 5; round += 1) {
      await setTable();
      plain.push(await page.evaluate(nextFrame, false));
      await setTable();
      const both = await page.evaluate(async (text) => {
        const start = performance.now();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        const scripted = performance.now() - start;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return [scripted, performance.now() - start];
      }, css);
      script.push(both[0] ?? 0);
      ours.push(both[1] ?? 0);
      if (round > 1) continue; // The naive way takes tens of seconds: twice is enough.
      await setTable();
      naive.push(await page.evaluate(nextFrame, true));
    }
    const [total, layout] = [median(ours), median(plain)];

    const source = readFileSync('.output/chrome-mv3/crm.js', 'utf8');
    const stub =
      'globalThis.chrome={runtime:{id:"x",getURL:()=>"about:blank",sendMessage:async()=>({}),onMessage:{addListener(){}}},storage:{onChanged:{addListener(){}},local:{get:async()=>({}),set:async()=>{}}}};';
    const timed = async (code: string): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        await page.goto('about:blank');
        await page.addScriptTag({ content: stub });
        await page.addScriptTag({ content: `performance.mark("start");{${code}}performance.mark("end")` });
        times.push(await page.evaluate(() => performance.measure('evaluate', 'start', 'end').duration));
      }
      return median(times);
    };
    const scripts = readdirSync('.output/chrome-mv3/chunks').reduce(
      (sum, file) => sum + statSync(`.output/chrome-mv3/chunks/${file}`).size,
      0,
    );
    const [evaluate, empty] = [await timed(source), await timed(';')];
    return [
      row(
        'crm.js (content script)',
        'P10 script in the CRM page',
        Buffer.byteLength(source),
        'bytes',
        scripts,
        '≤ 4,096 bytes; baseline: the scripts of the panel, which a panel in the page would load',
        Buffer.byteLength(source) <= 4096,
      ),
      row(
        'crm.js (content script)',
        'P10 evaluate it, beside an empty script',
        evaluate,
        'ms',
        empty,
        '≤ 1.5 ms',
        evaluate <= 1.5,
      ),
      row(
        'badgeSheet',
        'P15 badges on 2,000 rows, script time, beside read-then-write a row',
        median(script),
        'ms',
        median(naive),
        '≤ 15 ms',
        median(script) <= 15,
      ),
      row(
        'badgeSheet',
        'P15 badges on 2,000 rows to the next frame, beside read-then-write a row',
        total,
        'ms',
        median(naive),
        '≥ 50× faster',
        median(naive) / total >= 50,
      ),
      row(
        'badgeSheet',
        'P15 the same, beside the page’s own frame',
        total,
        'ms',
        layout,
        '≤ 1.15×',
        total <= layout * 1.15,
      ),
    ];
  } finally {
    await browser.close();
  }
}

/** Milliseconds to the end of the next frame: of the page as it is, or with a badge a row, read and written in turn. */
async function nextFrame(withBadges: boolean): Promise<number> {
  const start = performance.now();
  document.querySelector('table')?.classList.add('changed');
  for (const row of withBadges ? document.querySelectorAll('tr') : []) {
    const badge = document.createElement('span');
    badge.style.cssText = `display:inline-block;width:6px;height:${row.offsetHeight}px;background:red`;
    row.firstElementChild?.prepend(badge);
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}
