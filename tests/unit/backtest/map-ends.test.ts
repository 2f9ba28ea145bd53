import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { mapped } from '../../backtest/map';
import { mappedColumns } from '../../backtest/map-columns';
import { eventLog, isOpenAt, knownBy } from '../../backtest/map-deals';
import { readColumns } from '../../backtest/map-read';
import { type LogMapping, namedColumns, readMapping } from '../../backtest/map-shape';
import { temporaryFolder } from '../../temporary';

/** A log of one deal, whose events come a day apart, beside one that begins before it and never ends. */
function logOf(events: readonly string[], outcome: object = {}, at = (day: number): string => `2024-01-${10 + day}`) {
  const folder = temporaryFolder();
  const rows = [['other', '2024-01-10', 'created'], ...events.map((name, day) => ['own', at(day), name])];
  writeFileSync(join(folder, 'log.csv'), ['case,when,activity', ...rows.map((row) => row.join(','))].join('\n'));
  const given = { name: 'LOG', file: 'log.csv', id: 'case', time: 'when', event: 'activity' };
  writeFileSync(
    join(folder, 'map.json'),
    JSON.stringify({ ...given, outcome: { column: 'activity', won: ['WON'], lost: ['LOST'], ...outcome } }),
  );
  const mapping: LogMapping = { ...readMapping(join(folder, 'map.json')), id: 'case', time: 'when', event: 'activity' };
  const said: string[] = [];
  const file = readColumns(join(folder, 'log.csv'), new Set(namedColumns(mapping)), undefined);
  const log = eventLog(
    mappedColumns(file, mapping, () => undefined),
    mapping,
    (text) => said.push(text),
  );
  const state = ({ closed, isWon }: typeof log): string =>
    closed[1] === Infinity ? 'open' : isWon[1] ? 'won' : 'lost';
  return { log, state, said: said.join('\n') };
}

describe('a deal is what its last state is, as in the product', () => {
  test.each<[string[], string, string]>([
    [['created', 'LOST', 'REOPENED', 'WON'], 'won', '1 that were lost are won'],
    [['created', 'LOST', 'call', 'WON'], 'won', '1 that were lost are won'],
    [['created', 'WON', 'Re-opened', 'LOST'], 'lost', '1 that were won are lost'],
    [['created', 'WON', 'LOST'], 'lost', '1 that were won are lost'],
    [['created', 'LOST', 'reopened'], 'open', '1 are open'],
    [['created', 'WON', 'call'], 'won', '1 deals have events after their end that neither end nor reopen them'],
    [['created', 'WON', 'WON'], 'won', ''],
  ])('%j is %s', (events, expected, words) => {
    const { log, state, said } = logOf(events);
    expect(state(log)).toBe(expected);
    expect(said).toContain(words);
  });

  test('words that reopen can be named', () => {
    const { log, state } = logOf(['created', 'LOST', 'Second look'], { reopened: ['second look'] });
    expect(state(log)).toBe('open');
  });

  test('on each day it is what was known then: nobody could ask of a deal that was lost and not yet reopened', () => {
    const { log, state } = logOf(['created', 'LOST', 'call', 'REOPENED', 'call', 'WON', 'call']);
    const days = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5];
    expect(days.map((now) => state(knownBy(log, now)))).toEqual(['open', 'lost', 'lost', 'open', 'open', 'won']);
    expect(days.map((now) => isOpenAt(log, 1, now))).toEqual([true, false, false, true, true, false]);
    expect(log.closed[1]).toBe(5);
  });

  test('a mere day comes no earlier than what happened to the deal on that day', () => {
    const { log, state } = logOf(['created', 'WON'], {}, (day) => (day === 0 ? '2024-01-12T17:30:00Z' : '2024-01-12'));
    expect([state(log), log.closed[1]]).toEqual(['won', log.at[log.starts[1]!]]);
  });
});

describe('a log is read in the encoding that its first line declares', () => {
  const log = (encoding: string): string =>
    `<?xml version="1.0"${encoding === '' ? '' : ` encoding="${encoding}"`}?><log><trace><event><string key="concept:name" value="Geschäft"/><float key="cost" value="1.234"/><string key="note" value="1.234"/></event></trace></log>`;
  test.each<[string, Buffer]>([
    ['ISO-8859-1', Buffer.from(log('ISO-8859-1'), 'latin1')],
    ['UTF-8', Buffer.from(log('UTF-8'))],
    ['nothing declared', Buffer.from(log(''))],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${log('UTF-16')}`, 'utf16le')],
    ['another than the bytes are', Buffer.from(log('UTF-8'), 'latin1')],
  ])('%s', (_, bytes) => {
    const path = join(temporaryFolder(), 'log.xes');
    writeFileSync(path, bytes);
    const file = readColumns(path, new Set(['concept:name', 'cost']), undefined);
    expect(file.of('concept:name')).toEqual(['Geschäft']);
    // A number that the log calls one has a point; a text may be what a person wrote.
    expect([file.decimal('cost'), file.decimal('note')]).toEqual(['.', undefined]);
  });

  test('one that breaks off anywhere is refused, and a sign that is none stays as it is written', () => {
    const path = join(temporaryFolder(), 'log.xes');
    const whole = log('').replace('Geschäft', '&#x110000;&#65;');
    const read = (text: string) => {
      writeFileSync(path, text);
      return readColumns(path, new Set(['concept:name']), undefined).of('concept:name');
    };
    expect(read(`${whole}\n`)).toEqual(['&#x110000;A']);
    for (const end of ['<event>', '</trace>', '</log>'])
      expect(() => read(whole.slice(0, whole.indexOf(end)))).toThrow('log.xes: The file breaks off before its end');
  });

  test('an encoding that nobody knows is told', () => {
    const path = join(temporaryFolder(), 'log.xes');
    writeFileSync(path, log('X-NONE'));
    expect(() => readColumns(path, new Set(['cost']), undefined)).toThrow(
      'it is written in X-NONE, which cannot be read here',
    );
  });
});

test('amounts whose currencies stand in a column of their own are not added up', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deals.csv'), 'Id,Stage,Amount,Currency\n1,Won,5,USD\n2,Lost,700,JPY\n3,Won,6,usd\n');
  const mapping = { name: 'SET', file: 'deals.csv', id: 'Id', amount: 'Amount', currency: 'Currency' };
  const outcome = { column: 'Stage', won: ['Won'], lost: ['Lost'] };
  writeFileSync(join(folder, 'map.json'), JSON.stringify({ ...mapping, outcome }));
  expect(() => mapped(join(folder, 'map.json'), () => undefined)).toThrow(
    'Amount holds amounts in several currencies (USD 1, JPY 1, usd 1)',
  );
});

test.each([
  ['Amount (in k)', 'SET: “Amount (in k)” says that amounts are in thousands or millions'],
  ['Amount TEUR', 'SET: “Amount TEUR” says that amounts are in thousands or millions'],
  ['Amount (%)', '“Amount (%)” says that what stands below is no money'],
])('what a head says of its amounts is told: %s', (head, told) => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 60 }, (_, at) => `${at},${at % 2 ? 'Won' : 'Lost'},${at}`);
  writeFileSync(join(folder, 'deals.csv'), `Id,Stage,${head}\n${rows.join('\n')}\n`);
  const outcome = { column: 'Stage', won: ['Won'], lost: ['Lost'] };
  writeFileSync(
    join(folder, 'map.json'),
    JSON.stringify({ name: 'SET', file: 'deals.csv', id: 'Id', amount: head, outcome }),
  );
  const said: string[] = [];
  try {
    mapped(join(folder, 'map.json'), (text) => said.push(text));
  } catch (error) {
    said.push(String(error));
  }
  expect(said.join('\n')).toContain(told);
});
