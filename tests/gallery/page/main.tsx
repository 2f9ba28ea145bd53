import '@/components/base.css';
import { createRoot, type Root } from 'react-dom/client';

import { Tooltip } from '@/components/ui/over/Tooltip';
import { FailureNote } from '@/components/views/shared/state/FailureNote';
import type { EditForm } from '@/lib/deal/edits/edit';
import { addTexts, nameCrm, setLocale, textLanguage } from '@/lib/i18n';
import { en } from '@/lib/i18n/locales/en';
import { pl } from '@/lib/i18n/locales/pl';
import type { ExtensionMessages } from '@/lib/messaging/protocol';
import { setBackend } from '@/lib/store/backend';
import { useDensity } from '@/lib/store/choices/density';
import { useRoles } from '@/lib/store/choices/role-store';
import { closeFailure } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';
import { useForecast } from '@/lib/store/popup-store';
import { useSample } from '@/lib/store/sample-store';
import { useWhose } from '@/lib/store/whose';

import { type Cell, STATES, TONGUES, VIEWS } from '../cells';
import { backendIn, factsOf } from './answers';
import { SHARED_PLAYBOOK } from './settings';
import { stage } from './views';

nameCrm('Salesforce');
addTexts('en', en);
const done = (): Promise<void> => Promise.resolve();
let root: Root | undefined;
let stop: unknown;
let revise = (): void => undefined;

/** Draws one cell; resolves once nothing on it waits any more. */
export async function show({ view, state, tongue }: Pick<Cell, 'view' | 'state' | 'tongue'>): Promise<void> {
  root?.unmount();
  if (typeof stop === 'function') stop();
  stop = undefined;
  if (tongue === 'pl') addTexts('pl', pl);
  setLocale(tongue === 'pl' ? 'pl-PL' : 'en-GB');
  const page = document.documentElement;
  page.lang = textLanguage();
  page.dir = tongue === 'rtl' ? 'rtl' : 'ltr';
  closeFailure();
  useForecast.setState(useForecast.getInitialState(), true);
  usePanel.setState(usePanel.getInitialState(), true);
  useRoles.setState(
    { '': { ...(state === 'guessed' ? { guess: { role: 'manager', people: 9, managers: 0 } } : {}), role: 'manager' } },
    true,
  );
  // Before anything is connected every surface has the two ways on that the extension gives it.
  const ways = state === 'first' && view !== 'sample';
  useWhose.setState({ known: [], ...(ways ? { openCrm: done } : {}) }, true);
  useSample.setState(ways ? { deeds: { begin: done, renew: done, end: done } } : {}, true);
  const facts = await factsOf(state);
  const backend = backendIn(state, facts, (type, request) => {
    if (type === 'edit/form') return Promise.resolve(facts.form);
    if (type === 'playbook/look') return Promise.resolve({ mayPublish: true, shared: SHARED_PLAYBOOK });
    if (type === 'edit/row-form') return Promise.resolve(facts.rowForm);
    if (type !== 'edit/forms') return Promise.resolve({ ok: true });
    // Safe: the views send what the protocol's types say.
    const { deals } = request as ExtensionMessages['edit/forms']['request'];
    return Promise.resolve(deals.map((deal, at) => ({ ...deal, form: lacking(facts.form, at) })));
  });
  setBackend(backend);
  ({ revise } = backend);
  const { body, node, start } = stage(view, state, facts);
  document.body.className = body;
  document.title = view;
  const element = document.getElementById('root');
  if (!element) throw new Error('The page has no root.');
  root = createRoot(element);
  root.render(
    <>
      <FailureNote />
      {node}
      <Tooltip />
    </>,
  );
  const started = start?.();
  // A question that never gets its answer is what is looked at.
  if (state !== 'loading') stop = await started;
  await settled(state === 'loading');
  if (state === 'opened' || state === 'extreme') await openAll();
}

/** A deal that lacks one thing or another. */
const lacking = (form: EditForm, at: number): EditForm => ({
  ...form,
  values: {
    ...form.values,
    ...[{ nextStep: null }, { amount: null }, { closeDate: '2024-04-18' }, { amount: null, nextStep: null }][at % 4],
  },
});

async function settled(mayWait: boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 30)));
    if (
      mayWait ? tries > 4 : document.querySelector('.skeleton, .chart-box:not(:has(canvas, svg))') === null && tries > 1
    )
      return;
  }
  throw new Error(`Still waiting: ${document.body.innerText.slice(0, 200)}`);
}

/** Opens what is folded, and what is folded in it. */
async function openAll(): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    const folded = document.querySelectorAll<HTMLDetailsElement>('main details:not([open])');
    if (folded.length === 0) return;
    for (const each of folded) each.open = true;
    await settled(false);
  }
}

/** A row of links to every cell, for a person who looks: the address names what is shown. */
function fromAddress(): void {
  // A page of the options has an address of its own.
  if (location.hash !== '' && !location.hash.includes('/')) return;
  const [view, state, tongue] = location.hash.slice(1).split('/');
  void show({
    view: VIEWS.find((each) => each === view) ?? 'record',
    state: STATES.find((each) => each === state) ?? 'full',
    tongue: TONGUES.find((each) => each === tongue) ?? 'en',
  });
}
declare global {
  var gallery:
    | { show: typeof show; again(): Promise<void>; density(density: 'compact' | 'comfortable'): void }
    | undefined;
}
globalThis.gallery = {
  show,
  async again() {
    revise();
    for (let frames = 0; frames < 20; frames += 1) await new Promise((next) => requestAnimationFrame(next));
    await settled(false);
  },
  density(density) {
    useDensity.setState({ density });
    document.documentElement.dataset['density'] = density;
  },
};
if (location.hash !== '#driven') {
  addEventListener('hashchange', fromAddress);
  fromAddress();
}
