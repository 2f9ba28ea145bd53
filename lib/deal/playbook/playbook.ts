import * as v from 'valibot';

import { beginning } from '../beginning';

const MOST_ITEMS = 1000;
/** Lists and objects in one another: a playbook has six. */
const MOST_DEEP = 10;
/** The form of the file that is written and read here. */
const FORM = 1;
/** A name that every object has would be found where nothing was said of it. */
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z][\w-]{0,63}$/i),
  v.check((given) => !(given in {})),
);
const words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300));
const phase = v.picklist(['early', 'middle', 'late']);
/** What the CRM's own rows show of an obstacle: it is open while that holds. */
const when = v.picklist(['noDecisionMaker', 'singleThreaded', 'noAmount', 'pushedTwice']);

const milestone = v.strictObject({
  id,
  text: words,
  /** Days before the close date by which it is reached, for the close plan. */
  daysBefore: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
  /** Those that have to be reached first. */
  after: v.exactOptional(v.array(id)),
});
const obstacle = v.strictObject({ id, text: words, when: v.exactOptional(when) });
const stage = v.strictObject({
  /** A stage of the CRM by its stored value, or a third of the ladder. */
  stage: v.exactOptional(words),
  phase: v.exactOptional(phase),
  roles: v.exactOptional(v.array(words)),
  milestones: v.exactOptional(v.array(milestone)),
  obstacles: v.exactOptional(v.array(obstacle)),
});
const content = v.strictObject({
  id,
  title: words,
  url: v.pipe(v.string(), v.url(), v.startsWith('https://'), v.maxLength(2000)),
  /** As of a stage: by its stored value, or a third of the ladder. */
  stage: v.exactOptional(words),
  phase: v.exactOptional(phase),
  persona: v.exactOptional(words),
  obstacle: v.exactOptional(id),
});
const element = v.strictObject({
  id,
  letter: v.pipe(v.string(), v.minLength(1), v.maxLength(2)),
  title: words,
  /** API name of the field of the CRM that it is mapped to; absent: it stays on this computer. */
  field: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,79}$/))),
});

const schema = v.strictObject({
  pipelensPlaybook: v.literal(FORM),
  name: words,
  version: words,
  stages: v.array(stage),
  content: v.exactOptional(v.array(content)),
  scorecard: v.exactOptional(
    v.strictObject({ name: words, elements: v.pipe(v.array(element), v.minLength(1), v.maxLength(9)) }),
  ),
});

/** How an org sells: what is reached in each stage, what stops a deal, what to send, and what a deal is measured by. */
export type Playbook = v.InferOutput<typeof schema>;
export type Obstacle = v.InferOutput<typeof obstacle>;

/** Why a file is no playbook: what kind, where in it, and what stands there. */
export interface PlaybookProblem {
  id:
    | 'notJson'
    | 'later'
    | 'tooMany'
    | 'tooDeep'
    | 'markup'
    | 'unknownField'
    | 'missing'
    | 'value'
    | 'twice'
    | 'fieldTwice'
    | 'unknownId'
    | 'cycle';
  place: string;
  text: string;
}

/** A playbook from the text of its file, or the first thing that is wrong with it. Nothing of a file with a problem is taken. */
export function readPlaybook(json: string): { playbook: Playbook } | { problem: PlaybookProblem } {
  const refuse = (of: PlaybookProblem['id'], place = '', text = ''): { problem: PlaybookProblem } => ({
    problem: { id: of, place, text: beginning(text, 100) },
  });
  let raw: unknown;
  try {
    raw = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return refuse(/^\s*</.test(json) ? 'markup' : 'notJson');
  }
  const double = fieldTwice(json);
  if (double !== undefined) return refuse('fieldTwice', '', double);
  const form = typeof raw === 'object' && raw !== null && 'pipelensPlaybook' in raw ? raw.pipelensPlaybook : undefined;
  if (typeof form === 'number' && form > FORM) return refuse('later', '', String(form));
  const all = textsAndItems(raw);
  if (!all) return refuse('tooDeep');
  if (all.items > MOST_ITEMS) return refuse('tooMany', '', String(all.items));
  // Texts are shown as they are, and none is markup.
  const marked = all.texts.find(({ text }) => /<[a-z!/]/i.test(text));
  if (marked) return refuse('markup', marked.place, marked.text);
  const read = v.safeParse(schema, raw);
  if (!read.success) {
    const [issue] = read.issues;
    const place = issue.path?.map(({ key }) => String(key)).join(' › ') ?? '';
    const isStray = issue.type === 'strict_object' && issue.expected === 'never';
    const isMissing = issue.type === 'strict_object' && issue.received === 'undefined';
    return refuse(isStray ? 'unknownField' : isMissing ? 'missing' : 'value', place, issue.received);
  }
  return tied(read.output, refuse);
}

/** A field that stands twice in one object: of JSON only the last one would be read. */
function fieldTwice(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(/[{}]|("(?:[^"\\]|\\.)*")(\s*:)?/gs)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const name = String(JSON.parse(text));
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}

/** Ids stand for one thing each, name what is there, and nothing waits for itself. */
function tied(
  playbook: Playbook,
  refuse: (of: PlaybookProblem['id'], place: string, text: string) => { problem: PlaybookProblem },
): { playbook: Playbook } | { problem: PlaybookProblem } {
  const milestones = playbook.stages.flatMap((each) => each.milestones ?? []);
  const obstacles = playbook.stages.flatMap((each) => each.obstacles ?? []);
  for (const [place, all] of [
    ['milestones', milestones],
    ['obstacles', obstacles],
    ['content', playbook.content ?? []],
    ['scorecard', playbook.scorecard?.elements ?? []],
  ] as const) {
    const seen = new Set<string>();
    for (const { id: own } of all) {
      if (seen.has(own)) return refuse('twice', place, own);
      seen.add(own);
    }
  }
  const known = new Map(milestones.map((each) => [each.id, each]));
  for (const { id: own, after = [] } of milestones)
    for (const other of after) if (!known.has(other)) return refuse('unknownId', `milestones › ${own} › after`, other);
  const stops = new Set(obstacles.map((each) => each.id));
  for (const { id: own, obstacle: of } of playbook.content ?? [])
    if (of !== undefined && !stops.has(of)) return refuse('unknownId', `content › ${own} › obstacle`, of);
  const done = new Set<string>();
  const walk = (own: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(own)) return [...path.slice(path.indexOf(own)), own];
    if (done.has(own)) return undefined;
    for (const other of known.get(own)?.after ?? []) {
      const found = walk(other, [...path, own]);
      if (found) return found;
    }
    done.add(own);
    return undefined;
  };
  for (const { id: own } of milestones) {
    const circle = walk(own, []);
    if (circle) return refuse('cycle', 'milestones', circle.join(' → '));
  }
  return { playbook };
}

/** All texts anywhere in it, and how many objects and texts; undefined where it is deeper than any playbook. */
function textsAndItems(raw: unknown): { texts: { place: string; text: string }[]; items: number } | undefined {
  const texts: { place: string; text: string }[] = [];
  let items = 0;
  const left = [{ value: raw, place: '', depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, place, depth } = next;
    if (depth > MOST_DEEP) return undefined;
    if (typeof value === 'string') texts.push({ place, text: value });
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) items += 1;
    for (const [key, each] of Object.entries(value).toReversed()) {
      // Of a list of texts each counts as much as an object.
      if (Array.isArray(value) && typeof each !== 'object') items += 1;
      left.push({ value: each, place: place === '' ? key : `${place} › ${key}`, depth: depth + 1 });
    }
  }
  return { texts, items };
}
