import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { allCells, type Cell, fewCells, nameOf } from './cells';
import { drawCell, openGallery } from './look';
import { serveGallery } from './server';

const USAGE = `npm run gallery -- [--pictures DIR] [--all] [--only TEXT]
  Without options: serves every view in every state on the sample org, and says where. Add #VIEW/STATE/en|pl|rtl to the address.
  --pictures DIR  writes one picture a cell there, and contact sheets of them
  --all           of every cell, not of a selection
  --only TEXT     of cells whose name has this in it, such as record- or -dark-360`;

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    all: { type: 'boolean' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

async function takePictures(folder: string, cells: readonly Cell[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { page, errors, close } = await openGallery();
  try {
    for (const cell of cells) {
      await drawCell(page, cell);
      // A surface scrolls inside its window: the picture is of all of it, as far as a person would scroll.
      const height = await page.evaluate(() => {
        const main = document.querySelector('main');
        if (!main) return document.body.scrollHeight;
        const { top, bottom } = main.getBoundingClientRect();
        const after = main.nextElementSibling ? document.body.scrollHeight - bottom : 0;
        return document.body.classList.contains('popup') ? document.body.scrollHeight : top + main.scrollHeight + after;
      });
      await page.setViewportSize({ width: cell.width, height: Math.min(2400, Math.max(320, Math.ceil(height))) });
      await page.screenshot({ path: resolve(folder, `${nameOf(cell)}.png`) });
      for (const error of errors.splice(0)) console.error(`${nameOf(cell)}: ${error}`);
    }
    for (const view of new Set(cells.map((cell) => cell.view))) {
      const own = cells.filter((cell) => cell.view === view);
      await page.setViewportSize({ width: 1600, height: 1000 });
      await page.setContent(sheetOf(folder, view, own));
      await page.screenshot({ path: resolve(folder, `sheet-${view}.png`), fullPage: true });
    }
  } finally {
    await close();
  }
  console.log(`${cells.length} pictures in ${folder}`);
}

/** One page with a view's cells side by side, each under its name. */
function sheetOf(folder: string, title: string, cells: readonly Cell[]): string {
  const figure = (cell: Cell): string => {
    const data = readFileSync(resolve(folder, `${nameOf(cell)}.png`)).toString('base64');
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${nameOf(cell)}</figcaption></figure>`;
  };
  const html = `<!doctype html><title>${title}</title><style>
body{display:flex;flex-wrap:wrap;align-items:start;gap:16px;margin:16px;background:gray;font:12px system-ui}
figure{margin:0}img{display:block;max-height:900px}figcaption{padding:4px;background:white}
</style>${cells.map(figure).join('')}`;
  writeFileSync(resolve(folder, `sheet-${title}.html`), html);
  return html;
}

if (values.pictures === undefined) {
  const { url } = await serveGallery(5188);
  console.log(`The gallery: ${url}#record/full/en`);
} else {
  const cells = (values.all ? allCells() : fewCells()).filter((cell) => nameOf(cell).includes(values.only ?? ''));
  await takePictures(resolve(values.pictures), cells);
}
