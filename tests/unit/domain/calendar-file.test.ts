import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';

import { calendarFile } from '@/lib/deal/own/calendar-file';

const NOW = Date.UTC(2026, 2, 3, 10, 4, 5);

/** What a program of calendars makes of the file. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('No event.');
  const event = new ICAL.Event(component);
  return { calendar, component, event, alarm: component.getFirstSubcomponent('valarm') };
}

test('a follow-up is one event at its instant, a quarter of an hour long, that rings when it is due', () => {
  const at = Date.UTC(2026, 9, 25, 0, 30);
  const file = calendarFile({ id: 'a-1', summary: 'Call', description: 'Acme', at }, NOW);
  const { calendar, component, event, alarm } = read(file);
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('prodid')).toContain('Pipelens');
  expect([event.uid, event.summary, event.description]).toEqual(['a-1@pipelens', 'Call', 'Acme']);
  expect(event.startDate.toJSDate().getTime()).toBe(at);
  expect(event.endDate.toJSDate().getTime() - at).toBe(15 * 60_000);
  expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-03-03T10:04:05Z');
  expect([alarm?.getFirstPropertyValue('action'), String(alarm?.getFirstPropertyValue('trigger'))]).toEqual([
    'DISPLAY',
    'PT0S',
  ]);
});

test('whatever a person wrote stands in the calendar as they wrote it, in lines of 75 octets at most, each ended as the standard says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.stringMatching(/^[\\;,:"\n\t BEGIN:VEND]{0,80}$/),
  );
  fc.assert(
    fc.property(
      text,
      text,
      fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 }).map((seconds) => seconds * 1000),
      (summary, description, at) => {
        const file = calendarFile({ id: 'x', summary, description, at }, NOW);
        const lines = file.split('\r\n');
        expect(lines.join('')).not.toMatch(/[\r\n]/);
        for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        const { calendar, event } = read(file);
        // Control characters have no place in such a file; ends of lines are all one.
        const plain = (given: string): string =>
          given.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, (each) => (each > '\u007F' ? each : ''));
        expect(event.summary ?? '').toBe(plain(summary));
        expect(event.description ?? '').toBe(plain(description));
        expect(event.startDate.toJSDate().getTime()).toBe(at);
        expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
      },
    ),
    { numRuns: 500 },
  );
});
