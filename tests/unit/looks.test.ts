import { globSync, readFileSync } from 'node:fs';

import postcss, { type Declaration } from 'postcss';
import { describe, expect, test } from 'vitest';

import { allCells, nameOf } from '../gallery/cells';
import { POINTS } from '../gallery/looks';

const TOKENS = 'components/tokens.css';
const sheets = globSync('components/**/*.css').toSorted();
const code = globSync('{components,entrypoints}/**/*.{ts,tsx,html}').toSorted();
const texts = new Map([...sheets, ...code].map((path) => [path, readFileSync(path, 'utf8')]));

function declarations(path: string): Declaration[] {
  const found: Declaration[] = [];
  postcss.parse(texts.get(path) ?? '').walkDecls((declaration) => void found.push(declaration));
  return found;
}
const given = new Map<string, string[]>();
/** The colours of whoever chose others. */
const isOther = ({ parent }: Declaration): boolean =>
  parent instanceof postcss.Rule && parent.selector.includes('[data-colours=');
for (const declaration of declarations(TOKENS)) {
  const { prop, value } = declaration;
  if (prop.startsWith('--') && !isOther(declaration)) given.set(prop, [...(given.get(prop) ?? []), value]);
}
const valuesOf = (start: string): string[] =>
  [...given].flatMap(([name, values]) => (name.startsWith(start) ? values : []));

/** Light and dark value of a token. */
const pairs = [...given].flatMap(([name, [value = '']]) => {
  const pair = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/.exec(value);
  return pair ? [{ name, light: pair[1] ?? '', dark: pair[2] ?? '' }] : [];
});
const pairOf = (wanted: string) => {
  const pair = pairs.find(({ name }) => name === wanted);
  if (!pair) throw new Error(`${wanted} is no token.`);
  return pair;
};

describe('the tokens', () => {
  test('hold five spaces, five sizes of text, two weights and two heights of rows', () => {
    expect(valuesOf('--space-')).toEqual(['4px', '8px', '12px', '16px', '24px']);
    expect(valuesOf('--size-')).toEqual(['11px', '12px', '13px', '16px', '20px']);
    expect(valuesOf('--weight-')).toEqual(['400', '600']);
    expect(valuesOf('--row')).toEqual(['28px', '40px']);
  });

  test('name one accent and five states', () => {
    expect([...given.keys()].filter((name) => name.startsWith('--state-'))).toHaveLength(5);
    expect([...given.keys()].filter((name) => name.startsWith('--accent'))).toEqual(['--accent']);
  });

  test.each(pairs)('say $name once for light and dark, and once for forced colours', ({ name }) => {
    expect(given.get(name)).toHaveLength(2);
    expect(given.get(name)?.[1]).toMatch(/^(Canvas|CanvasText|ButtonText|LinkText)$/);
  });

  test('are all used, and whatever is used is one', () => {
    const outside = [...texts].filter(([path]) => path !== TOKENS);
    const used = new Set(
      outside.flatMap(([, text]) => [...text.matchAll(/(?:var\(|')(--[a-z0-9-]+)/g)].map(([, name = '']) => name)),
    );
    const within = new Set(
      valuesOf('--').flatMap((value) => [...value.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name = '']) => name)),
    );
    expect([...given.keys()].filter((name) => !used.has(name) && !within.has(name))).toEqual([]);
    expect([...used].filter((name) => !given.has(name))).toEqual([]);
  });

  /** Contrast by WCAG 2.2, from sRGB. */
  const contrast = (one: string, other: string): number => {
    const [a = 0, b = 0] = [one, other]
      .map((hex) =>
        [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
          const channel = Number.parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
          return sum + weight * (channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
        }, 0),
      )
      .toSorted((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const TEXTS = [
    '--text',
    '--text-quiet',
    '--accent',
    ...[...given.keys()].filter((name) => name.startsWith('--state-')),
  ];
  test.each(
    ['--surface', '--surface-raised', '--surface-warn'].flatMap((surface) =>
      TEXTS.map((text) => [text, surface] as const),
    ),
  )('%s on %s has 7:1 in both themes', (text, surface) => {
    for (const theme of ['light', 'dark'] as const)
      expect(contrast(pairOf(text)[theme], pairOf(surface)[theme]), theme).toBeGreaterThanOrEqual(7);
  });
  test.each(
    declarations(TOKENS)
      .filter(isOther)
      .map(({ prop, value }) => [prop, value] as const),
  )(
    'the other colour of %s has 7:1 on every surface in both themes, and stands in place of a colour',
    (prop, value) => {
      expect(given.has(prop)).toBe(true);
      const [, light = '', dark = ''] = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/.exec(value) ?? [];
      for (const surface of ['--surface', '--surface-raised', '--surface-warn']) {
        expect(contrast(light, pairOf(surface).light), surface).toBeGreaterThanOrEqual(7);
        expect(contrast(dark, pairOf(surface).dark), surface).toBeGreaterThanOrEqual(7);
      }
    },
  );
  test.each(['--surface', '--surface-raised'])('borders of fields on %s have 3:1 in both themes', (surface) => {
    for (const theme of ['light', 'dark'] as const)
      expect(contrast(pairOf('--border-field')[theme], pairOf(surface)[theme]), theme).toBeGreaterThanOrEqual(3);
  });
  test('what is written on the accent has 7:1 in both themes', () => {
    for (const theme of ['light', 'dark'] as const)
      expect(contrast(pairOf('--on-accent')[theme], pairOf('--accent')[theme]), theme).toBeGreaterThanOrEqual(7);
  });
});

const RAW_COLOUR =
  /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<![-\w])(white|black|red|green|blue|gr[ae]y|orange|yellow|purple|silver|navy|teal)(?![-\w])/i;
const RAW_MEASURE = /(?<![-\w.])[\d.]+(px|pt|cm|rem)\b/;
const SPACES = /^(margin|padding|gap|row-gap|column-gap|border-spacing)/;
/** Where a surface changes its shape, the first in a sidebar of Firefox: a media query can take no token. */
const WIDTHS = /\((?:min|max)-width: (339|419|420|479|480|599|600|679|680)px\)/g;

describe.each(sheets.filter((path) => path !== TOKENS))('%s', (path) => {
  test('takes colours, measures, sizes and weights from the tokens', () => {
    for (const { source, prop, value } of declarations(path)) {
      const place = `line ${source?.start?.line}: ${prop}: ${value}`;
      expect(RAW_COLOUR.test(value), place).toBe(false);
      expect(RAW_MEASURE.test(value), place).toBe(false);
      if (prop === 'font-size') expect(value, place).toMatch(/^(var\(--size-\d+\)|inherit)$/);
      if (prop === 'font-weight') expect(value, place).toMatch(/^(var\(--weight-\w+\)|inherit)$/);
      if (SPACES.test(prop)) expect(value, place).toMatch(/^((0|auto|var\(--space-\d+\)) ?)+$/);
    }
  });

  test('names the root of a scope by `:scope`: by its class only what lies in it is found', () => {
    postcss.parse(texts.get(path) ?? '').walkAtRules('scope', (scope) => {
      const roots = scope.params.replaceAll(/[()]/g, '').split(/, ?/);
      scope.walkRules((rule) => {
        for (const selector of rule.selectors)
          expect(roots.filter((root) => selector === root || selector.startsWith(`${root} `))).toEqual([]);
      });
    });
  });

  test('changes its shape at known widths alone', () => {
    postcss.parse(texts.get(path) ?? '').walkAtRules('media', ({ params }) => {
      expect(params.replaceAll(WIDTHS, ''), params).not.toMatch(/\dpx|var\(/);
    });
  });

  test('stands beside the component that brings it, or is one of the base', () => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const component = texts.get(path.replace(/\.css$/, '.tsx'));
    const isOfBase = texts.get('components/base.css')?.includes(`@import './${path.slice('components/'.length)}'`);
    expect(component?.includes(`import './${name}'`) || isOfBase || path === 'components/base.css').toBe(true);
  });
});

test('no component names a colour or a pixel of its own', () => {
  for (const path of code) {
    if (path === 'entrypoints/crm/index.ts') continue; // In the CRM's page there are no tokens, and room for 4 KB.
    for (const [literal] of (texts.get(path) ?? '').matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g)) {
      expect(/(?<![-\w.])\d+px\b|#[0-9a-f]{6}\b|\brgba?\(/i.test(literal), `${path}: ${literal}`).toBe(false);
    }
  }
});

describe('whatever has a part is made with it', () => {
  test.each([
    ['<button', /<button\b/, 'press/Button'],
    [
      'the class of a button on something else than a link',
      /<(?!a\b)[a-z]+[^<>]*className="(button|chip|link|icon-button)\b/,
      'press',
    ],
    ['aria-pressed', /aria-pressed/, 'press/Toggle'],
    ['<dialog', /<dialog\b/, 'over/Dialog'],
    ['a field for a date', /type="date"/, 'field/DateField'],
    ['what became of a press', /<span[^<>]*role="status"/, 'over/Toast'],
    ['a table of figures', /<table[^<>]*className="(grid|plain-table)/, 'table'],
    ['a list of tabs', /className="(tabs|crumbs)"/, 'navigate'],
  ])('%s stands in its part alone', (_, raw, part) => {
    const made = code.filter((path) => raw.test(texts.get(path) ?? ''));
    expect(made.filter((path) => !path.startsWith(`components/ui/${part}`))).toEqual([]);
  });
});

describe('the points that every surface is accepted by', () => {
  const cells = new Set(allCells().map(nameOf));

  test('are twenty', () => expect(POINTS).toHaveLength(20));

  test.each(POINTS)('$point: each proof is a test that there is, or a cell that is drawn', ({ proofs }) => {
    expect(proofs.length).toBeGreaterThan(0);
    for (const proof of proofs)
      if ('cell' in proof) expect(cells).toContain(proof.cell);
      else expect(readFileSync(proof.test, 'utf8')).toContain(proof.title);
  });
});
