import { layers, owners } from '../../oxlint.config';

const FROM = '<!-- layers: written by `npm run docs` from oxlint.config.ts -->';
const TO = '<!-- /layers -->';

/** The table of who may import whom, as the linter holds it. */
function layerTable(): string {
  const rows = Object.entries(layers).map(
    ([folder, allowed]) => `| \`${folder}\` | ${allowed.map((each) => each.replace('lib/', '')).join(', ') || '–'} |`,
  );
  const packages = Object.entries(owners).map(([name, owner]) => `\`${name}\` = ${owner}`);
  return ['| folder | may import |', '|---|---|', ...rows, '', `One owner a package: ${packages.join(' · ')}.`].join(
    '\n',
  );
}

/** A page with the table between its marks. */
export function withLayers(page: string): string {
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
  if (from < 0 || to < from) throw new Error('The page has no place for the table of layers.');
  return `${page.slice(0, from + FROM.length)}\n\n${layerTable()}\n\n${page.slice(to)}`;
}
