import 'fake-indexeddb/auto';
import { configure, fireEvent } from '@testing-library/dom';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';

import { FailureNote } from '@/components/views/shared/state/FailureNote';
import type { Queries } from '@/lib/answers/queries';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { createJottingService } from '@/lib/background/jotting-service';
import type { Day } from '@/lib/calendar/days';
import type { DealForm, Edit, EditForm, RowForm } from '@/lib/deal/edits/edit';
import type { Jotting } from '@/lib/deal/own/jotting';
import type { ReminderView } from '@/lib/deal/reminders';
import type { ExtensionMessages } from '@/lib/messaging/protocol';
import { setBackend } from '@/lib/store/backend';
import { keepDrafts } from '@/lib/store/drafts';
import { closeFailure, refuseWhere, useSlow, useTried } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';
import { useForecast } from '@/lib/store/popup-store';
import { isInSidePanel, type State, STATES, type View } from '@/tests/gallery/cells';
import { factsOf as factsFrom, ORGS } from '@/tests/gallery/orgs';
import { backendIn, factsOf } from '@/tests/gallery/page/answers';
import { stage } from '@/tests/gallery/page/views';

import type { Sample } from '../sample';

/** How what a person does ends. */
type End = 'works' | 'rejects' | 'hangs' | 'covered';
const WORDS = 'The disk is full.';
const COVERED = 'Something lies over the panel.';

/** An org, and what people had written in it before the walk: it is walked in by one view after the other. */
interface Walked extends Sample {
  written: readonly Jotting[];
}
const orgs = new Map<string, Promise<Walked>>();
async function made(name: string): Promise<Walked> {
  const it = await (ORGS[name]?.() ?? Promise.reject(new Error(`No org ${name}.`)));
  return { ...it, written: await it.db.jottings.toArray() };
}
const orgOf = (name: string): Promise<Walked> => {
  const known = orgs.get(name) ?? made(name);
  orgs.set(name, known);
  return known;
};
/** What an org said to a question since anything was written in it: a surface is drawn hundreds of times. */
const answers = new Map<string, Promise<string>>();

/** The gallery's page asks its server; here the same orgs are at hand. */
async function served(_path: string, { body }: { body: string }): Promise<Response> {
  // Safe: the gallery's page sends these three.
  const [org, question, input] = JSON.parse(body) as [string, string, unknown];
  const it = await orgOf(org);
  if (question === 'facts') return Response.json(factsFrom(it));
  // Safe: name and input were typed together by the asking side.
  const ask = it.queries[question as keyof Queries] as (value: unknown) => Promise<unknown>;
  const answer = answers.get(body) ?? ask(input).then((value) => JSON.stringify(value ?? null));
  answers.set(body, answer);
  return new Response(await answer, { headers: { 'content-type': 'application/json' } });
}

let stop: unknown;
/** How often something was left for another place, and how many actions were asked for. */
let left = 0;
let asked = 0;
/** Whether one of them would have done more than read the CRM anew. */
let isChanged = false;

/** How the next action ends. */
let end: End = 'works';
/** What was done with one thing that was set or changed: it is answered for no longer. */
const over = new Set<unknown>();
const FOLLOW_UP: ReminderView = {
  id: 'set',
  recordId: '',
  recordName: 'Aster Foods',
  text: 'Call',
  dueAt: Date.UTC(2026, 0, 5, 9),
  day: '2026-01-05' as Day,
  isDue: true,
  isToday: true,
};
/** What may be changed of a deal, for whoever asks. */
const FORM: EditForm = {
  values: { stage: 'Proposal', amount: 1000, nextStep: null },
  fields: {
    stage: {
      kind: 'choice',
      isRequired: true,
      options: [
        { value: 'Proposal', label: 'Proposal' },
        { value: 'Lost', label: 'Lost', ends: 'lost' },
      ],
    },
    amount: { kind: 'number', isRequired: false },
    nextStep: { kind: 'text', isRequired: false },
  },
  fixed: {},
  reason: {},
  needs: [],
};

const ROW_FORM: RowForm = {
  mayMake: true,
  mayRemove: true,
  fields: {
    role: { kind: 'choice', isRequired: false, options: [{ value: 'Evaluator', label: 'Evaluator' }] },
    isPrimary: { kind: 'check', isRequired: false },
  },
  people: [{ id: 'new', name: 'Ewa Lis' }],
};

/** Keeps what a person writes beside the CRM, as the background does. */
const jottings = createJottingService({
  now: () => Date.now(),
  publish: () => Promise.resolve(),
  timeZone: () => 'UTC',
});
let kept: Walked | undefined;
async function keep(state: State, type: keyof ExtensionMessages, request: unknown): Promise<void> {
  if (type !== 'jotting/put' && type !== 'advice/answer' && type !== 'advice/mute') return;
  kept = await orgOf(state === 'extreme' || state === 'edited' ? state : 'full');
  const { db } = kept;
  answers.clear();
  // Safe: each type is sent with its own request.
  const given = request as ExtensionMessages['jotting/put']['request'] &
    ExtensionMessages['advice/answer']['request'] &
    ExtensionMessages['advice/mute']['request'];
  if (type === 'jotting/put') await jottings.put(db, given);
  else if (type === 'advice/mute') await jottings.mute(db, given.rule, given.isMuted);
  else await jottings.answer(db, given.rule, given.recordId, given.answer);
  answers.clear();
}

/** Replies that are looked at; to any other it is enough that they come. */
const REPLIES: Partial<Record<keyof ExtensionMessages, object>> = {
  'edit/form': FORM,
  'edit/row-form': ROW_FORM,
  'deals/reasons': { fields: [{ field: 'own:Why', label: 'Why' }], field: 'own:Why', of: {} },
  'playbook/look': { mayPublish: true },
  'edit/save': { id: 'mine', state: 'saved' },
  'reminder/add': { reminder: FOLLOW_UP },
};

function replyTo(type: keyof ExtensionMessages, request: unknown): object {
  // Safe: each type is sent with its own request.
  if (type === 'edit/forms')
    return (request as ExtensionMessages['edit/forms']['request']).deals.map((deal): DealForm => ({
      ...deal,
      form: FORM,
    }));
  if (type === 'edit/batch')
    return (request as ExtensionMessages['edit/batch']['request']).changes.map((change, index): Edit => ({
      ...change,
      id: `change-${index}`,
      state: 'saved',
      at: Date.now(),
    }));
  return REPLIES[type] ?? { ok: true };
}

/** The record's answer with a follow-up, and without what was decided. */
const asLeft = async (answer: Promise<RecordAnswer>): Promise<RecordAnswer> => {
  const given = await answer;
  if (!given.view) return given;
  const { playbook } = given.view;
  const isOpen = ({ id }: { id: string }): boolean => !over.has(id);
  return {
    ...given,
    view: {
      ...given.view,
      edits: given.view.edits.filter(isOpen),
      ...(playbook ? { playbook: { ...playbook, published: playbook.published.filter(isOpen) } } : {}),
      reminders: [...given.view.reminders, FOLLOW_UP].filter(isOpen),
    },
  };
};

function deeds() {
  const run = <T,>(value: T): Promise<T> => {
    asked += 1;
    if (end === 'rejects') return Promise.reject(new Error(WORDS));
    return end === 'hangs' ? new Promise<T>(() => undefined) : Promise.resolve(value);
  };
  return { run, leave: () => void (left += 1) };
}

/** React is the one that people run here, which draws in half of the time of that which checks its callers, and has no test mode. */
const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

// What an event changes is on screen before the next one, as between two of a person.
configure({ eventWrapper: (event) => flushSync(event) });

let takeDown = (): void => undefined;
function render(node: ReactNode): void {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  takeDown = (): void => {
    flushSync(() => root.unmount());
    document.body.replaceChildren();
    takeDown = () => undefined;
  };
  flushSync(() => root.render(node));
}

/** What was asked for and will be answered: an answer that came later would close the words about what comes next. */
const underWay = new Set<Promise<unknown>>();

async function draw(view: View, state: State): Promise<void> {
  await Promise.allSettled(underWay);
  underWay.clear();
  await pause(0);
  takeDown();
  if (typeof stop === 'function') stop();
  stop = undefined;
  closeFailure();
  refuseWhere(() => undefined);
  useSlow.setState({}, true);
  useTried.setState({}, true);
  end = 'works';
  useForecast.setState(useForecast.getInitialState(), true);
  usePanel.setState(usePanel.getInitialState(), true);
  localStorage.clear();
  if (kept) {
    await kept.db.jottings.clear();
    await kept.db.jottings.bulkPut(kept.written);
    answers.clear();
  }
  kept = undefined;
  const facts = await factsOf(state);
  const doing = deeds();
  over.clear();
  await keepDrafts({ get: async () => ({}), set: async () => undefined, remove: async () => undefined }, Date.now());
  const backend = backendIn(state, facts, (type, request) => {
    // Nobody presses these: the surfaces say them by themselves.
    if (['page/read', 'whose/still', 'sync/now', 'record/look'].includes(type)) return Promise.resolve({ ok: true });
    isChanged ||= type !== 'record/refresh';
    const reply = doing.run(replyTo(type, request)).then(async (given) => {
      await keep(state, type, request);
      if (typeof request === 'object' && request && 'id' in request) over.add(request.id);
      return given;
    });
    if (end !== 'hangs') underWay.add(reply);
    return reply;
  });
  const { queries } = backend;
  const record: Queries['record'] = (input) => asLeft((kept ?? { queries }).queries.record(input));
  setBackend({
    ...backend,
    queries: new Proxy(queries, { get: (all, name) => (name === 'record' ? record : Reflect.get(all, name)) }),
  });
  const { node, start } = stage(view, state, facts, doing);
  render(
    <>
      <FailureNote />
      {node}
    </>,
  );
  const started = start?.();
  if (state !== 'loading') stop = await started;
  await settled(state);
}

async function settled(state: State): Promise<void> {
  let before = '';
  for (let tries = 0; tries < 100; tries += 1) {
    await pause(2);
    const now = look();
    if (now === before && (state === 'loading' || !document.querySelector('.skeleton'))) return;
    before = now;
  }
}

const CONTROLS = 'button, summary, select, input, textarea:not([readonly])';
type Control = HTMLElement;
/** What cannot be pressed, and what says that it is chosen already: that stays as it is. */
const DONE = ':disabled, [aria-pressed="true"].chip, [aria-current]';
/** Those of a deal that was opened from elsewhere are walked where the record panel is; the header is the same over every tab. */
const controls = (view: View): Control[] =>
  [...document.querySelectorAll<Control>(CONTROLS)].filter(
    (each) =>
      !each.matches(DONE) &&
      (view === 'record' || !each.closest('article.record')) &&
      (view === 'focus' || !each.closest('.lens')),
  );

/** The markup, which takes longer to write out than to draw: it is written anew only where something in it changed. */
let written = '';
let isChangedSince = true;
const watcher = new MutationObserver(() => (isChangedSince = true));
function markup(): string {
  if (watcher.takeRecords().length > 0 || isChangedSince) written = document.body.innerHTML;
  isChangedSince = false;
  return written;
}

/** What a person sees: the markup, and what fields hold. */
function look(): string {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')].map(
    ({ value, checked }) => `${value}${checked}`,
  );
  const open = [...document.querySelectorAll('details')].map((each) => each.open);
  return `${left}|${markup()}|${fields.join()}|${open.join()}`;
}

/** Controls that are alike but for the row that they are in have one name. */
function kindOf(control: Control): string {
  const chain: string[] = [];
  for (let at: Element | null = control; at && chain.length < 4; at = at.parentElement)
    chain.push(`${at.tagName}.${[...at.classList].filter((name) => !/\d/.test(name)).join('.')}`);
  return [...chain, control.getAttribute('type') ?? '', Object.keys(control.dataset).join()].join(' ');
}
/** Of those at most so many; of figures, which all open their definition or their deals, one. Tables have hundreds of controls. */
const alike = (view: View): number =>
  process.env['LONG'] || view.startsWith('options') ? 5 : isInSidePanel(view) ? 1 : 2;
const FIGURES = '.defined, .define, .door';
function named(view: View): Map<string, Control> {
  const counts = new Map<string, number>();
  const found = new Map<string, Control>();
  for (const control of controls(view)) {
    const kind = kindOf(control);
    const at = counts.get(kind) ?? 0;
    counts.set(kind, at + 1);
    if (at < (control.matches(FIGURES) ? 1 : alike(view)))
      found.set(`${kind} #${at} ${at === 0 ? '' : (control.textContent ?? '').slice(0, 24)}`, control);
  }
  return found;
}

const typed = (input: HTMLInputElement | HTMLTextAreaElement): string =>
  input.type === 'date' ? '2026-01-05' : input.inputMode === 'decimal' || input.type === 'number' ? '7' : 'tomorrow';

/** Does with a control what a person does with it. Returns how it all looked before. */
function press(control: Control): string {
  let before = look();
  if (control instanceof HTMLSelectElement) {
    const other = [...control.options].find(({ value }) => value !== control.value);
    if (!other) return '';
    fireEvent.change(control, { target: { value: other.value } });
  } else if (control instanceof HTMLInputElement && control.type === 'file') {
    fireEvent.change(control, { target: { files: [new File(['a,b'], 'mine.csv')] } });
  } else if (control instanceof HTMLInputElement && control.type === 'range') {
    fireEvent.change(control, { target: { value: control.value === control.min ? control.max : control.min } });
  } else if (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && control.type !== 'checkbox')
  ) {
    fireEvent.change(control, { target: { value: typed(control) } });
    before = control.id === 'api-share' ? look() : before;
    fireEvent.blur(control);
  } else {
    const { form, type } = control as HTMLButtonElement;
    if (form && type === 'submit')
      for (const input of form.querySelectorAll<HTMLInputElement>('input'))
        if (input.value === '') fireEvent.change(input, { target: { value: typed(input) } });
    before = look();
    control.focus();
    fireEvent.keyDown(control, { key: 'ArrowRight' });
    fireEvent.click(control);
  }
  return before;
}

/** Draws a surface anew and presses what leads to a control. Returns whether that is there. */
async function reach(view: View, state: State, path: readonly string[]): Promise<boolean> {
  await draw(view, state);
  for (const name of path.slice(0, -1)) {
    const control = named(view).get(name);
    if (!control) return false;
    press(control);
    await settled(state);
  }
  return named(view).has(path.at(-1) ?? '');
}

/** Until nothing was asked for during half a second. */
async function nothingAsked(): Promise<void> {
  for (let before = -1; before !== asked;) {
    before = asked;
    await pause(500);
  }
}

/** Presses a control that is on the screen. Says what is wrong, or nothing. */
async function walk(view: View, state: State, last: string, how: End): Promise<string | undefined> {
  const control = named(view).get(last);
  if (!control) return undefined;
  asked = 0;
  isChanged = false;
  end = how;
  if (how === 'covered') refuseWhere(() => COVERED);
  const before = press(control);
  if (before === '') return undefined;
  // A busy machine may take seconds; only what is silent takes them all.
  for (let tries = 0; tries < 300; tries += 1) {
    await pause(tries < 10 ? 2 : 10);
    const isSaid = how !== 'covered' && (asked === 0 || how === 'works') ? look() !== before : isToldOf(how, before);
    if (isSaid || (how !== 'covered' && asked === 0 && hasLed(control))) return undefined;
  }
  return `${view}, ${state}, ${how}${asked > 0 ? '' : ', no action'}: ${last}`;
}

/** Whether the focus went on to something else, as where a button leads to a field. */
const hasLed = (control: Control): boolean =>
  document.activeElement !== null && ![control, document.body].includes(document.activeElement as HTMLElement);

function isToldOf(how: End, before: string): boolean {
  if (how === 'covered') return !isChanged && (asked > 0 || document.body.textContent.includes(COVERED));
  if (how === 'rejects') return document.body.textContent.includes(WORDS);
  return look() !== before;
}

/** Words of an action that hangs come at once here. */
function hurry(): void {
  const later = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, ms?: number, ...given: []) =>
    later(run, ms === 10_000 ? 20 : ms, ...given),
  );
}

/**
 * In a page of the CRM, what lies over the panel is one more. What never ends is told of in one place (`lib/store/failures.ts`): in the tabs it is
 * tried by the long form.
 */
const ends = (view: View): readonly End[] => [
  'works',
  'rejects',
  ...(process.env['LONG'] || !isInSidePanel(view) ? (['hangs'] as const) : []),
  ...(view === 'record' || view === 'list' ? (['covered'] as const) : []),
];

/** How many presses deep what they uncover is looked for. */
const DEPTH = 2;

/** Walks what is on a surface, and what a press uncovers: forms, second questions, lower levels. Says of each press what is wrong. */
async function walkAll(view: View): Promise<{ count: number; silent: string[] }> {
  const walked = new Set<string>();
  const silent: string[] = [];
  const states =
    view === 'options'
      ? (['full', 'loading', 'failed'] as const)
      : view.startsWith('options')
        ? (['full'] as const)
        : // What the last ones show is behind controls of the others, and what is edited is a record. Long names bring a tab no control but more rows.
          STATES.slice(0, STATES.indexOf('lettingGo')).filter(
            (each) =>
              (each !== 'edited' || view === 'record') &&
              (each !== 'extreme' || !isInSidePanel(view) || Boolean(process.env['LONG'])),
          );
  for (const state of states) {
    await draw(view, state);
    // What a press uncovers is pressed next, while it is there.
    const todo = [...named(view).keys()].map((name) => [name]);
    /** Whether the screen is as somebody left it who only looked around: nothing was asked of the CRM since it was drawn. */
    let isUntouched = true;
    for (let path = todo.shift(); path; path = todo.shift()) {
      const last = path.at(-1) ?? '';
      if (walked.has(last)) continue;
      walked.add(last);
      for (const how of ends(view)) {
        const isAnew = process.env['LONG'] || how !== 'works' || !isUntouched || !named(view).has(last);
        if (isAnew && !(await reach(view, state, path))) continue;
        const isOfTabs = named(view).get(last)?.closest('.tabs');
        let wrong = await walk(view, state, last, how);
        // After other presses it can be chosen already, or lie under what they opened: it counts on a screen of its own.
        if (wrong !== undefined && !isAnew && (await reach(view, state, path)))
          wrong = await walk(view, state, last, how);
        // What the presses before it asked for late was taken for its own: once that is over, it asks for nothing, or is told of.
        if (wrong !== undefined && how !== 'works' && asked === 0 && (await reach(view, state, path))) {
          await nothingAsked();
          await walk(view, state, last, 'works');
          if (asked === 0) break;
          if (await reach(view, state, path)) {
            await nothingAsked();
            wrong = await walk(view, state, last, how);
          }
        }
        if (wrong !== undefined) silent.push(wrong);
        if (how === 'works') await settled(state);
        isUntouched = how === 'works' && asked === 0 && !isOfTabs;
        // Another tab has a walk of its own.
        if (how === 'works' && path.length <= DEPTH && !isOfTabs) {
          const waiting = new Set(todo.map((each) => each.at(-1)));
          const fresh = [...named(view).keys()].filter((name) => !walked.has(name) && !waiting.has(name));
          todo.unshift(...fresh.map((name) => [...path, name]));
        }
        // Where no action is asked for, the other ends are the same.
        if (asked === 0) break;
      }
    }
  }
  return { count: walked.size, silent };
}

/**
 * Of a surface: whatever is pressed shows that it worked, that it did not, or that it is not done yet. It has so many kinds of control at the
 * least, a few less than now: one that draws little, or opens little, would pass by saying nothing.
 */
export function neverSilent(view: View, least: number): void {
  test(`${view}: whatever is pressed is answered, also where the action is rejected, never ends or is withheld`, async () => {
    vi.stubGlobal('fetch', served);
    hurry();
    const { stackTraceLimit } = Error;
    // React keeps a stack for each element that it makes.
    Error.stackTraceLimit = 0;
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    onTestFinished(() => {
      watcher.disconnect();
      takeDown();
      vi.unstubAllGlobals();
      Error.stackTraceLimit = stackTraceLimit;
    });
    const { count, silent } = await walkAll(view);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(silent).toEqual([]);
  }, 240_000);
}
