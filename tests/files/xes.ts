import type { FileText } from '@/lib/files/decode';
import { FileError } from '@/lib/files/problem';

/** One trace of an XES log (IEEE 1849): its own attributes and its events', all as text, events in file order. */
export interface Trace {
  attributes: Record<string, string>;
  events: Record<string, string>[];
  /** Names of attributes, the trace's or its events', that the log calls texts; all others are written as programs write them. */
  texts: Set<string>;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const text = (raw: string): string =>
  raw.includes('&')
    ? raw.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) =>
        name.startsWith('#')
          ? (signOf(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))) ?? whole)
          : (ENTITIES[name] ?? whole),
      )
    : raw;

/** Undefined for a number that is no sign's. */
const signOf = (code: number): string | undefined => (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);

const CHUNK = 1 << 24;
const TAGS = /<!--[\s\S]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const PAIR = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** A text in pieces, each with whether it is the last. */
function* pieces({ parts }: FileText): Generator<[text: string, isLast: boolean]> {
  let before: string | undefined;
  for (const part of parts(CHUNK)) {
    if (before !== undefined) yield [before, false];
    before = part;
  }
  if (before !== undefined) yield [before, true];
}

/**
 * The traces of a log; attributes inside attributes, lists, and what is said of the whole log are left out. Throws FileError where the log
 * breaks off: what is missing is in no figure.
 */
export function* readXes(log: FileText): Generator<Trace> {
  let trace: Trace | undefined;
  let event: Record<string, string> | undefined;
  /** Open elements inside the trace or the event. */
  let depth = 0;
  let rest = '';
  let isLogOpen = false;
  for (const [read, isLast] of pieces(log)) {
    const part = rest + read;
    // A tag begins with a sign that no value may hold: what follows the last one waits for the rest of it.
    const cut = isLast ? part.length : part.lastIndexOf('<');
    rest = part.slice(cut);
    for (const [, isEnd, name, attributes = '', isWhole] of part.slice(0, cut).matchAll(TAGS)) {
      if (name === 'log') isLogOpen = !isEnd && !isWhole;
      if (name === 'trace' || (name === 'event' && trace)) {
        depth = 0;
        event = isEnd || name === 'trace' ? undefined : {};
        if (event) trace?.events.push(event);
        if (event && isWhole) event = undefined;
        if (name === 'event') continue;
        if (trace && isEnd) yield trace;
        trace = isEnd ? undefined : { attributes: {}, events: [], texts: new Set() };
        if (trace && isWhole) {
          yield trace;
          trace = undefined;
        }
      } else if (trace && isEnd) depth -= 1;
      else if (trace && name !== undefined) {
        if (depth === 0) {
          const key = set(event ?? trace.attributes, attributes);
          if (name === 'string') trace.texts.add(key);
        }
        if (!isWhole) depth += 1;
      }
    }
  }
  if (isLogOpen || trace) throw new FileError('cutOff');
}

/** Sets an attribute, and gives its name. */
function set(own: Record<string, string>, attributes: string): string {
  let [key, value] = ['', undefined as string | undefined];
  for (const [, name, double, single] of attributes.matchAll(PAIR)) {
    if (name === 'key') key = text(double ?? single ?? '');
    if (name === 'value') value = text(double ?? single ?? '');
  }
  if (key !== '' && value !== undefined) own[key] ??= value;
  return key;
}
