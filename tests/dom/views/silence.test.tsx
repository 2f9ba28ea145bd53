import { act, cleanup, fireEvent, render } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { FailureNote } from '@/components/views/shared/state/FailureNote';
import type { Queries } from '@/lib/answers/queries';
import type { EditForm } from '@/lib/deal/edits/edit';
import { setBackend } from '@/lib/store/backend';
import { closeFailure, useSlow, useTried } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';
import { useForecast } from '@/lib/store/popup-store';
import { type State, STATES, type View, VIEWS } from '@/tests/gallery/cells';
import { factsOf as factsFrom, ORGS } from '@/tests/gallery/orgs';
import { backendIn, factsOf } from '@/tests/gallery/page/answers';
import { stage } from '@/tests/gallery/page/views';

import type { Sample } from '../sample';

/** How what a person does ends. */
type End = 'works' | 'rejects' | 'hangs';
const WORDS = 'The disk is full.';

const orgs = new Map<string, Promise<Sample>>();
const orgOf = (name: string): Promise<Sample> => {
  const known = orgs.get(name) ?? ORGS[name]?.() ?? Promise.reject(new Error(`No org ${name}.`));
  orgs.set(name, known);
  return known;
};
beforeAll(() => {
  // The gallery's page asks its server; here the same orgs are at hand.
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    // Safe: the gallery's page sends these three.
    const [org, question, input] = JSON.parse(body) as [string, string, unknown];
    const it = await orgOf(org);
    if (question === 'facts') return Response.json(factsFrom(it));
    // Safe: name and input were typed together by the asking side.
    const ask = it.queries[question as keyof Queries] as (value: unknown) => Promise<unknown>;
    return Response.json((await ask(input)) ?? null);
  });
});
afterAll(() => void vi.unstubAllGlobals());
afterEach(cleanup);

let stop: unknown;
/** How often something was left for another place, and how many actions were asked for. */
let left = 0;
let asked = 0;

/** How the next action ends. */
let end: End = 'works';
/** What may be changed of a deal, for whoever asks. */
const FORM: EditForm = {
  values: { amount: 1000, nextStep: null },
  fields: { amount: { isRequired: false }, nextStep: { isRequired: false } },
  hasProducts: false,
};

function deeds() {
  const run = <T,>(value: T): Promise<T> => {
    asked += 1;
    if (end === 'rejects') return Promise.reject(new Error(WORDS));
    return end === 'hangs' ? new Promise<T>(() => undefined) : Promise.resolve(value);
  };
  return { run, leave: () => void (left += 1) };
}

const pause = (ms: number): Promise<void> => act(() => new Promise<void>((next) => setTimeout(next, ms)));

async function draw(view: View, state: State): Promise<void> {
  cleanup();
  if (typeof stop === 'function') stop();
  stop = undefined;
  closeFailure();
  useSlow.setState({}, true);
  useTried.setState({}, true);
  end = 'works';
  useForecast.setState(useForecast.getInitialState(), true);
  usePanel.setState(usePanel.getInitialState(), true);
  localStorage.clear();
  const facts = await factsOf(state);
  const doing = deeds();
  setBackend(
    backendIn(state, facts, (type) => {
      // Nobody presses these: the surfaces say them by themselves.
      if (type === 'page/read' || type === 'whose/still' || type === 'sync/now') return Promise.resolve({ ok: true });
      return doing.run(type === 'edit/form' ? FORM : { ok: true, state: 'saved' });
    }),
  );
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
const controls = (): Control[] =>
  [...document.querySelectorAll<Control>(CONTROLS)].filter((each) => !each.matches(':disabled'));

/** What a person sees: the markup, and what fields hold. */
function look(): string {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')].map(
    ({ value, checked }) => `${value}${checked}`,
  );
  const open = [...document.querySelectorAll('details')].map((each) => each.open);
  return `${left}|${document.body.innerHTML}|${fields.join()}|${open.join()}`;
}

/** Controls that are alike but for the row that they are in have one name. */
function kindOf(control: Control): string {
  const chain: string[] = [];
  for (let at: Element | null = control; at && chain.length < 4; at = at.parentElement)
    chain.push(`${at.tagName}.${[...at.classList].filter((name) => !/\d/.test(name)).join('.')}`);
  return [...chain, control.getAttribute('type') ?? '', Object.keys(control.dataset).join()].join(' ');
}
const ALIKE = 5;
function named(): Map<string, Control> {
  const counts = new Map<string, number>();
  const found = new Map<string, Control>();
  for (const control of controls()) {
    const kind = kindOf(control);
    const at = counts.get(kind) ?? 0;
    counts.set(kind, at + 1);
    if (at < ALIKE) found.set(`${kind} #${at} ${at === 0 ? '' : (control.textContent ?? '').slice(0, 24)}`, control);
  }
  return found;
}

const typed = (input: HTMLInputElement): string =>
  input.type === 'date' ? '2026-01-05' : input.inputMode === 'decimal' ? '7' : 'tomorrow';

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
  } else if (control instanceof HTMLInputElement && control.type !== 'checkbox') {
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

/** Presses what leads to a control, and then it. Says what is wrong, or nothing. */
async function walk(view: View, state: State, path: readonly string[], how: End): Promise<string | undefined> {
  await draw(view, state);
  const [last = '', ...way] = [...path].reverse();
  for (const name of way.reverse()) {
    const control = named().get(name);
    if (!control) return undefined;
    press(control);
    await settled(state);
  }
  const control = named().get(last);
  if (!control) return undefined;
  asked = 0;
  end = how;
  const before = press(control);
  if (before === '') return undefined;
  for (let tries = 0; tries < 30; tries += 1) {
    await pause(10);
    const isSaid = asked === 0 || how === 'works' ? look() !== before : isToldOf(how, before);
    if (isSaid) return undefined;
  }
  return `${view}, ${state}, ${how}${asked > 0 ? '' : ', no action'}: ${last}`;
}

function isToldOf(how: End, before: string): boolean {
  if (how === 'rejects') return document.body.textContent.includes(WORDS);
  return look() !== before;
}

/** Words of an action that hangs come at once here. */
function hurry(): void {
  const later = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, ms?: number) => later(run, ms === 10_000 ? 20 : ms));
}

const walked = new Map<string, { view: View; state: State; path: string[] }>();
async function explore(view: View): Promise<void> {
  const states =
    view === 'options'
      ? (['full', 'loading', 'failed'] as const)
      : view.startsWith('options')
        ? (['full'] as const)
        : STATES;
  for (const state of states) {
    await draw(view, state);
    const todo = [...named().keys()].map((name) => [name]);
    for (const path of todo) {
      const key = `${view} ${path.at(-1)}`;
      if (walked.has(key)) continue;
      walked.set(key, { view, state, path });
      // What a press uncovers is walked too: forms, second questions, lower levels.
      if (path.length > 1) continue;
      await draw(view, state);
      const control = named().get(path[0] ?? '');
      if (!control) continue;
      press(control);
      await settled(state);
      for (const name of named().keys()) if (!walked.has(`${view} ${name}`)) todo.push([...path, name]);
    }
  }
}

/** So many controls each page has at the least: a page that draws none would pass by saying nothing. */
const LEAST: Partial<Record<View, number>> = {
  options: 5,
  'options-calendar': 0,
  'options-quotas': 8,
  'options-rules': 1,
  'options-scoring': 2,
  'options-privacy': 6,
  'options-appearance': 5,
  'options-keys': 1,
  'options-about': 0,
};

/** Those whose every control is walked. */
const SURFACES = VIEWS.filter((view) => view.startsWith('options'));

describe.each(SURFACES)(
  '%s: whatever is pressed shows that it worked, that it did not, or that it is not done yet',
  (view) => {
    test('on every screen, also where the action is rejected or never ends', async () => {
      await explore(view);
      hurry();
      const silent: string[] = [];
      for (const { view: on, state, path } of walked.values()) {
        if (on !== view) continue;
        for (const how of ['works', 'rejects', 'hangs'] as const) {
          const wrong = await walk(view, state, path, how);
          if (wrong !== undefined) silent.push(wrong);
          // Where no action is asked for, the other ends are the same.
          if (asked === 0) break;
        }
      }
      expect([...walked.values()].filter((each) => each.view === view).length).toBeGreaterThanOrEqual(LEAST[view] ?? 0);
      expect(silent).toEqual([]);
    });
  },
);
