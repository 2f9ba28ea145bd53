import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CHAPTERS, type RuleName, RULES } from '@/lib/figures/rules';
import { en } from '@/lib/i18n/definitions/en';
import { pl } from '@/lib/i18n/definitions/pl';
import type { DefinitionText } from '@/lib/i18n/definitions/text';
import { en as names } from '@/lib/i18n/locales/en';

import { DEAR } from '../dear';
import { glossaryMarkdown } from '../docs/glossary';
import { withLayers } from '../docs/layers';
import { LONG_ONLY } from '../long-only';
import { EXAMPLES } from './figures/examples';
import { FIGURES } from './figures/figures';

/** Files of a folder and those below it, as paths from the root. */
function filesUnder(folder: string, end: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || path === 'tests/org/pages/modules') return [];
    return statSync(path).isDirectory() ? filesUnder(path, end) : end.test(name) ? [path] : [];
  });
}
const read = (path: string): string => readFileSync(path, 'utf8');

const CODE = ['lib', 'components', 'entrypoints', 'tests'].flatMap((folder) =>
  filesUnder(folder, /\.(tsx?|html|css)$/),
);
const PAGES = [
  'README.md',
  '.github/CONTRIBUTING.md',
  ...['lib', 'components', 'tests'].flatMap((folder) => filesUnder(folder, /\.md$/)),
];
/** Where rules are defined, which is not where they are cited. */
const DEFINES = new Set(['lib/figures/rules.ts', 'lib/figures/GLOSSARY.md', 'tests/unit/spec.test.ts']);

const texts = new Map([...CODE, ...PAGES, 'wxt.config.ts', 'oxlint.config.ts'].map((path) => [path, read(path)]));
const cited = (pattern: RegExp): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const [path, text] of texts)
    if (!DEFINES.has(path)) for (const [id] of text.matchAll(pattern)) found.set(id, [...(found.get(id) ?? []), path]);
  return found;
};

describe('the glossary', () => {
  const rules = Object.entries(RULES) as [RuleName, (typeof RULES)[RuleName]][];
  const ids = new Set<string>(rules.map(([, { id }]) => id));
  const uses = cited(/\bG\d{1,2}\.\d{1,2}\b/g);

  test('gives each rule an id of its own, in the order of its chapter', () => {
    expect(ids.size).toBe(rules.length);
    const places = rules.map(([, { id }]) => id.slice(1).split('.').map(Number));
    for (const [at, [chapter = 0, place = 0]] of places.entries()) {
      expect(chapter).toBeLessThanOrEqual(CHAPTERS.length);
      const [before = 0, former = 0] = places[at - 1] ?? [];
      expect(chapter * 100 + place).toBeGreaterThan(before * 100 + former);
    }
  });

  test('covers every figure of the registry', () => {
    expect(FIGURES.size + Object.keys(EXAMPLES).length).toBeGreaterThan(60);
    for (const { rule } of FIGURES.values()) expect(ids).toContain(rule);
    for (const id of Object.keys(EXAMPLES)) expect(ids).toContain(id);
  });

  test('has the same rules in every language, with the same parts', () => {
    const shape = (all: Record<string, DefinitionText>): unknown[] =>
      Object.entries(all).map(([name, text]) => [name, Object.keys(text)]);
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(RULES).toSorted());
    expect(shape(pl)).toEqual(shape(en));
  });

  test.each(rules.map(([name]) => name))('names %s once: on the screens or by a title of its own', (name) => {
    const text: DefinitionText = en[name];
    expect(Number(text.title !== undefined) + Number(`metric.${name}` in names)).toBe(1);
  });

  test('is the page GLOSSARY.md', () => expect(read('lib/figures/GLOSSARY.md')).toBe(glossaryMarkdown()));

  test('knows every id that code, tests and pages cite', () => {
    expect(uses.size).toBeGreaterThan(60);
    for (const [id, paths] of uses) expect(ids, `${id}, cited in ${paths.join(', ')}`).toContain(id);
  });

  test.each(rules.map(([name, { id }]) => [id, name] as const))('%s (%s) is cited by code or a test', (id) => {
    expect(uses.get(id)?.some((path) => /\.tsx?$/.test(path)) ?? false).toBe(true);
  });

  /** `1,200 − 480 = 720` of an example in English, to be worked out again. */
  const sums = rules.flatMap(([name]) =>
    [
      ...en[name].example.matchAll(
        /((?:[-−(\d][\d.,]*|[()])(?:\s*(?:[-−+×÷()]|\d[\d.,]*))*) = (−?\d[\d.,]*\d|−?\d)( %)?/g,
      ),
    ].map(([whole, sum = '', is = '', percent]) => ({ name, whole, sum, is, isPercent: percent !== undefined })),
  );
  test('is full of sums', () => expect(sums.length).toBeGreaterThan(50));
  test.each(sums)('$name: $whole is right', ({ sum, is, isPercent }) => {
    const number = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));
    const digits = /\.(\d+)$/.exec(is)?.[1]?.length ?? 0;
    const exact = workOut(sum.replaceAll(',', '')) * (isPercent ? 100 : 1);
    expect(Math.abs(exact - number(is))).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
  });
});

/** The value of a sum with + − × ÷ and brackets, by the usual precedence. */
function workOut(text: string): number {
  const tokens = text.match(/\d+(?:\.\d+)?|[-−+×÷()]/g) ?? [];
  let at = 0;
  const value = (): number => {
    const token = tokens[at++];
    if (token === '−' || token === '-') return -value();
    if (token !== '(') return Number(token);
    const inner = sum();
    at += 1;
    return inner;
  };
  const product = (): number => {
    let result = value();
    while (tokens[at] === '×' || tokens[at] === '÷')
      result = tokens[at++] === '×' ? result * value() : result / value();
    return result;
  };
  const sum = (): number => {
    let result = product();
    while (tokens[at] === '+' || tokens[at] === '−' || tokens[at] === '-')
      result = tokens[at++] === '+' ? result + product() : result - product();
    return result;
  };
  return sum();
}

describe('the facts about Salesforce', () => {
  const rows = [...read('lib/crm/salesforce/FACTS.md').matchAll(/^\| (SF-\d+) \| (.+) \| (.+) \| (.+) \|$/gm)].map(
    ([, id = '', fact = '', source = '', users = '']) => ({ id, fact, source, users }),
  );
  const names = new Set([...CODE].map((path) => path.split('/').at(-1)));

  test('have an id of their own, a source and a user', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test.each(rows)('$id names files that exist', ({ users }) => {
    const files = [...users.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(names).toContain(name);
  });

  test('are known wherever one is cited', () => {
    for (const [id, paths] of cited(/\bSF-\d+\b/g))
      expect(
        rows.map((row) => row.id),
        `${id}, cited in ${paths.join(', ')}`,
      ).toContain(id);
  });
});

test('each decision that is cited stands in DECISIONS.md, with an id of its own', () => {
  const ids = [...read('lib/DECISIONS.md').matchAll(/^\| (D-\d+) \| \d{4}-\d\d-\d\d \|(?:[^|]+\|){3}$/gm)].map(
    ([, id = '']) => id,
  );
  expect(ids.length).toBeGreaterThan(20);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [id, paths] of cited(/\bD-\d{1,3}\b/g)) expect(ids, `${id}, cited in ${paths.join(', ')}`).toContain(id);
});

describe.each(PAGES)('%s', (page) => {
  const text = read(page).replace(/^```[\s\S]*?^```/gm, '');
  /** Paths from the root in code marks, and links from the page's own folder; a placeholder ends what can be checked. */
  const paths = [
    ...[...text.matchAll(/`((?:lib|components|entrypoints|tests|public|\.github|\.ci)\/[^`\s]*)`/g)].map(
      ([, path = '']) => path,
    ),
    ...[...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => join(dirname(page), path)),
  ];
  test('names only files and folders that exist', () => {
    for (const path of paths) {
      const known =
        path.includes('<') || path.includes('*') ? path.slice(0, path.search(/[<*]/)).replace(/[^/]*$/, '') : path;
      const found = ['', '.ts', '.tsx', '.md'].some((end) => existsSync(known + end));
      expect(found, path).toBe(true);
    }
  });
});

test('each folder of lib has a README of one screen', () => {
  const folders = readdirSync('lib').filter((name) => statSync(join('lib', name)).isDirectory());
  expect(folders.length).toBeGreaterThan(15);
  for (const folder of folders) {
    const page = join('lib', folder, 'README.md');
    expect(existsSync(page), page).toBe(true);
    // The score's is its record of measurements too.
    if (folder === 'scoring') continue;
    expect(read(page).split('\n').length, page).toBeLessThanOrEqual(60);
    if (folder !== 'dev')
      for (const part of [/\bmay (?:know|import)\b/i, /\bto add\b/i]) expect(read(page), page).toMatch(part);
  }
});

test('ARCHITECTURE.md says what each folder of lib is for', () => {
  const page = read('lib/ARCHITECTURE.md');
  for (const folder of readdirSync('lib').filter((name) => statSync(join('lib', name)).isDirectory()))
    expect(page).toContain(`\`lib/${folder}\``);
});

test('each row of “the one way to add” names a file or folder that exists', () => {
  const page = read('.github/CONTRIBUTING.md');
  const table = page.slice(page.indexOf('## The one way to add'), page.indexOf('## Rules'));
  const rows = table.split('\n').filter((line) => /^\| (?!a…|-)/.test(line) && !line.startsWith('|---'));
  const wanted = [
    'figure',
    'question of a screen',
    'tab of',
    'chart',
    'signal',
    'CRM',
    'message',
    'stored',
    'text',
    'language',
  ];
  for (const what of wanted)
    expect(
      rows.some((row) => row.startsWith(`| ${what}`)),
      what,
    ).toBe(true);
  for (const row of rows) expect(row).toMatch(/`(?:lib|components|entrypoints|tests)\/|`README\.md`|`metric\.<id>`/);
});

describe('the layers', () => {
  test('are drawn in lib/README.md as the linter holds them', () => {
    expect(read('lib/README.md')).toBe(withLayers(read('lib/README.md')));
  });
});

test('no page or comment sends the reader to a document that is not here', () => {
  const absent =
    /\b(?:glossary|scoring|product|salesforce|architecture|style|budgets|stores|tooling|writing|looks|demand|words|review|seen)\.md\b|\b(?:glossary|słowniczek) §/gi;
  const found = [...texts].flatMap(([path, text]) =>
    DEFINES.has(path) ? [] : [...text.matchAll(absent)].map(([words]) => `${path}: ${words}`),
  );
  expect(found.filter((each) => !/(GLOSSARY|ARCHITECTURE)\.md/.test(each))).toEqual([]);
});

test('what is left out of a run, and what stands for it, are tests that exist', () => {
  const all = filesUnder('tests', /\.(?:test\.tsx?|e2e\.ts)$/);
  const isThere = (file: string): boolean => all.some((path) => path.endsWith(`/${file}`));
  const named = Object.entries(LONG_ONLY).flatMap(([file, instead]) => [
    file,
    ...[...instead.matchAll(/[\w./-]+\.(?:test\.tsx?|e2e\.ts)/g)].map(([other]) => other.replace(/^tests\//, '')),
  ]);
  expect(named.length).toBeGreaterThan(2 * Object.keys(LONG_ONLY).length - 1);
  expect([...named, ...DEAR].filter((file) => !isThere(file))).toEqual([]);
});
