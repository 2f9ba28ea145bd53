import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One trace of an XES log (IEEE 1849): its own attributes and its events', all as text, events in file order. */
export interface Trace {
  attributes: Record<string, string>;
  events: Record<string, string>[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const text = (raw: string): string =>
  raw.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) =>
    name.startsWith('#x')
      ? String.fromCodePoint(Number.parseInt(name.slice(2), 16))
      : name.startsWith('#')
        ? String.fromCodePoint(Number(name.slice(1)))
        : (ENTITIES[name] ?? whole),
  );

/** Reads `.xes` and `.xes.gz`; attributes inside attributes are left out. */
export function readXes(path: string): Trace[] {
  const bytes = readFileSync(path);
  const xml = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const traces: Trace[] = [];
  let trace: Trace | undefined;
  let event: Record<string, string> | undefined;
  const tags = /<(\/?)(trace|event)\s*>|<(?:string|date|int|float|boolean|id)\s+key="([^"]*)"\s+value="([^"]*)"/g;
  for (const [, isEnd, name, key = '', value = ''] of xml.matchAll(tags)) {
    if (name === 'trace') {
      trace = isEnd ? undefined : { attributes: {}, events: [] };
      if (trace) traces.push(trace);
    } else if (name === 'event') {
      event = isEnd ? undefined : {};
      if (event) trace?.events.push(event);
    } else if (event) event[key] ??= text(value);
    else if (trace) trace.attributes[key] ??= text(value);
  }
  return traces;
}
