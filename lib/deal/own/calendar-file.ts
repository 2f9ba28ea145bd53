/** What a calendar is told of a follow-up. */
interface Entry {
  /** Of the follow-up: the same one again replaces the entry instead of adding another. */
  id: string;
  summary: string;
  description: string;
  /** Instant, ms. */
  at: number;
}

const LASTS_MS = 15 * 60_000;
/** A line is at most so many octets, without its end (RFC 5545, 3.1). */
const MOST_OCTETS = 75;

/** A calendar file (iCalendar, RFC 5545) of one follow-up, a quarter of an hour long, that rings when it is due. */
export function calendarFile({ id, summary, description, at }: Entry, now: number): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pipelens//Follow-ups//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(id)}@pipelens`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(at)}`,
    `DTEND:${stamp(at + LASTS_MS)}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    'TRIGGER:PT0S',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');
}

/** In UTC: right in every zone, without a table of zones in the file. */
const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** A text as a value: of control characters only the tab may stand in it. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    // eslint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');

/** Over several lines where it is long, and never within a character. */
function folded(line: string): string {
  const lines: string[] = [];
  let open = '';
  let octets = 0;
  for (const character of line) {
    const more = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + more > MOST_OCTETS) {
      lines.push(open);
      // The blank that a further line begins with counts.
      open = ' ';
      octets = 1;
    }
    open += character;
    octets += more;
  }
  return [...lines, open].join('\r\n');
}

/** Of a character in UTF-8. */
const octetsOf = (point: number): number => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4);
