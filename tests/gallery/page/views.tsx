import { type ReactNode, useMemo } from 'react';

import { Admin } from '@/components/views/admin/Admin';
import { Glossary } from '@/components/views/glossary/Glossary';
import { Options, type OptionsAnswer } from '@/components/views/options/Options';
import { PanelApp } from '@/components/views/panel/PanelApp';
import { Popup } from '@/components/views/popup/Popup';
import { SampleNote } from '@/components/views/shared/state/SampleNote';
import { dealLevel } from '@/components/views/team/DealLevel';
import { dealsLevel } from '@/components/views/team/DealsLevel';
import { agendaLevel } from '@/components/views/team/review/AgendaLevel';
import { reviewLevel } from '@/components/views/team/review/ReviewLevel';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { type SampleDeals, SamplePage } from '@/components/views/trial/SamplePage';
import { Welcome } from '@/components/views/welcome/Welcome';
import { USUAL_ALERTS } from '@/lib/deal/alerts/alert-settings';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import type { RuleLimits } from '@/lib/deal/signals/rule-limits';
import { t } from '@/lib/i18n';
import { getBackend } from '@/lib/store/backend';
import { arrive } from '@/lib/store/panel';
import { followForecast } from '@/lib/store/popup-store';
import { useSample } from '@/lib/store/sample-store';
import { useWhose } from '@/lib/store/whose';

import type { State, View } from '../cells';
import type { Facts } from '../orgs';
import { CALENDAR, FOUND, HELD, KEPT, QUOTA_TYPES, RULE_VERSIONS, SCORE } from './settings';

const nothing = (): void => undefined;
const done = (): Promise<void> => Promise.resolve();
let seq = 0;

/** What becomes of what a person does: `run` does it, `leave` goes elsewhere. */
export interface Deeds {
  run<T>(value: T): Promise<T>;
  leave(): void;
}
const ALL_WORKS: Deeds = { run: (value) => Promise.resolve(value), leave: nothing };

/** What the page's body is called, what is drawn in it, and what the surface does at its start. Returns the way to stop. */
export interface Staged {
  body: string;
  node: ReactNode;
  start?: () => Promise<unknown>;
}

export function stage(view: View, state: State, facts: Facts, { run, leave }: Deeds = ALL_WORKS): Staged {
  const at = (place: Parameters<typeof arrive>[0]['place']) => (): Promise<void> => {
    arrive({ type: 'at', seq: (seq += 1), host: facts.host, place });
    return done();
  };
  switch (view) {
    case 'popup':
      return {
        body: 'popup',
        node: <Popup onTeam={leave} onFocusView={leave} onOpen={leave} onScope={nothing} />,
        start: async () => {
          const stop = followForecast();
          if (state === 'palette') await pressWhenDrawn('[data-palette]');
          return stop;
        },
      };
    case 'record':
    case 'rail':
      return {
        body: 'panel',
        node: <PanelApp onClose={leave} onFold={leave} onTeam={leave} />,
        start: async () => {
          const { id, name } = state === 'moving' || state === 'pressed' ? facts.withTeam : facts.deal;
          await at({ kind: 'record', recordId: id, name })();
          if (state === 'edited') {
            await pressWhenDrawn('[data-edit]');
            await pressWhenDrawn('.people .role-open button');
            await pressWhenDrawn('.playbook > summary');
            await pressWhenDrawn('.playbook-file > summary');
            await pressWhenDrawn('[data-publish]');
          }
          if (state === 'moving') {
            await pressWhenDrawn('[data-edit]');
            await chooseWhenDrawn('.edit-form [name="stage"]', facts.form.needs[0]?.stage);
            await pressWhenDrawn('.playbook > summary');
            const ways = `[aria-label="${t('record.people.as')}"]`;
            await pressWhenDrawn(`details:has(${ways}) > summary`);
            await pressWhenDrawn(`${ways} > :last-child`);
          }
          if (state === 'pressed') {
            const ways = `[aria-label="${t('record.people.as')}"]`;
            await pressWhenDrawn(`details:has(${ways}) > summary`);
            await pressWhenDrawn(`${ways} > :nth-child(2)`);
          }
          if (state === 'lettingGo') await pressWhenDrawn('[data-let-go]');
          if (state === 'palette') await pressOnceDrawn('article.record', '[data-palette]');
        },
      };
    case 'list':
      return {
        body: 'panel',
        node: <PanelApp onClose={leave} onFold={leave} onTeam={leave} />,
        start: at({ kind: 'list', ids: facts.ids }),
      };
    case 'options':
    case 'options-calendar':
    case 'options-quotas':
    case 'options-rules':
    case 'options-scoring':
    case 'options-privacy':
    case 'options-appearance':
    case 'options-keys':
    case 'options-about':
      history.replaceState(null, '', `#${view === 'options' ? 'connections' : view.slice('options-'.length)}`);
      return { body: 'options', node: <SampleOptions state={state} facts={facts} run={run} leave={leave} /> };
    case 'welcome':
      return {
        body: 'welcome-page',
        node: (
          <Welcome
            onOpenCrm={() => run(undefined).then(leave)}
            onTrySample={() => run(undefined).then(leave)}
            isPinned={false}
          />
        ),
      };
    case 'sample':
      return {
        body: 'side',
        node: (
          <>
            <SampleNote />
            <SamplePage
              ask={askSample}
              onRevision={() => nothing}
              onShow={({ id, name }) => void at({ kind: 'record', recordId: id, name })()}
              onTeam={() => run(undefined).then(leave)}
            />
          </>
        ),
        start: () => {
          useWhose.setState({ whose: { key: 'sample', host: SAMPLE_HOST } });
          useSample.setState({ deeds: { begin: done, renew: done, end: () => run(undefined) } });
          return Promise.resolve(() => {
            useWhose.setState({ known: [] }, true);
            useSample.setState({}, true);
          });
        },
      };
    case 'glossary':
      return { body: 'options', node: <Glossary /> };
    case 'admin':
      return { body: 'options', node: <SampleAdmin facts={facts} /> };
    case 'review':
    case 'agenda':
      return {
        body: 'side',
        node: <TeamApp onOpenRecord={leave} />,
        start: async () => {
          const fresh = teamDrill.useDrill.getInitialState();
          const frame =
            view === 'review'
              ? reviewLevel.at(t('review.title'), {})
              : agendaLevel.at(t('review.agenda'), { ownerId: facts.deal.ownerId });
          const drills = { ...fresh.drills, people: [...(fresh.drills['people'] ?? []), frame] };
          teamDrill.useDrill.setState({ ...fresh, tab: 'people', drills }, true);
          await teamDrill.refresh();
        },
      };
    case 'now':
    case 'focus':
    case 'changes':
    case 'plan':
    case 'forecast':
    case 'process':
    case 'people':
    case 'questions':
      return {
        body: 'side',
        node: <TeamApp onOpenRecord={leave} />,
        start: async () => {
          const lens = state === 'over' ? { lens: { quarter: -1 } } : {};
          teamDrill.useDrill.setState({ ...teamDrill.useDrill.getInitialState(), tab: view, ...lens }, true);
          const below = levelBelow(state, facts);
          if (below) {
            const fresh = teamDrill.useDrill.getState();
            const drills = { ...fresh.drills, [view]: [...(fresh.drills[view] ?? []), below] };
            teamDrill.useDrill.setState({ ...fresh, drills }, true);
          }
          await teamDrill.refresh();
          if (state === 'pressed') await pressWhenDrawn(PRESS[view] ?? '');
          if (state === 'palette') await pressOnceDrawn('table.grid', '[data-palette]');
          if (state === 'pinned') await pressWhenDrawn('[data-focus="pin"]');
          if (state === 'moved') await pressWhenDrawn('[data-focus="movement-pushedOut"]');
          if (state === 'byStage') await pressWhenDrawn('.section > header [aria-pressed]');
          if (state === 'receipt') await pressWhenDrawn('[data-focus="let-go-all"]');
          if (state === 'peeking') await pressWhenDrawn('.rows .deal-row', ' ');
          // A card has most to show when it is open.
          if (view === 'people' && (state === 'full' || state === 'over')) await pressWhenDrawn('.person summary');
          if (view === 'forecast' && state === 'full')
            for (const what of ['.crm-why summary', '[data-cause="rollup"] .link', '.accuracy-by summary'])
              await pressWhenDrawn(what);
        },
      };
  }
}

/** The level below the tab in which a state is. */
function levelBelow(state: State, { deal }: Facts) {
  const filter = { figure: 'needsAttention' } as const;
  if (state === 'cleaning') return dealsLevel.at(t('deals.list'), { text: '', filter: {}, isCleaning: true });
  if (state === 'deals' || state === 'pinned')
    return dealsLevel.at(t('deals.title.needsAttention'), { text: '', filter });
  if (state === 'deal') return dealLevel.at(deal.name, { recordId: deal.id });
  return undefined;
}

/** What is pressed in a view to see what stands behind it: a definition, a form, an effect, a table. */
const PRESS: Partial<Record<View, string>> = {
  now: '.strip .defined',
  forecast: '[data-focus^="call-"]',
  process: '[data-focus^="change-open-"]',
  questions: '.section:has(.curves) > header > button',
};

/** What a person does first, to see more: a press, or a key. */
async function pressWhenDrawn(selector: string, key?: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found && key === undefined) return found.click();
    if (found && key !== undefined) {
      found.focus();
      found.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      return;
    }
    await new Promise((next) => setTimeout(next, 30));
  }
}

/** Presses what was there before, once the rest is drawn. */
async function pressOnceDrawn(awaited: string, selector: string): Promise<void> {
  for (let tries = 0; tries < 100 && !document.querySelector(awaited); tries += 1)
    await new Promise((next) => setTimeout(next, 30));
  await pressWhenDrawn(selector);
}

/** Chooses what stands there, or else the choice after the one that is made. */
async function chooseWhenDrawn(selector: string, value: string | undefined): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = document.querySelector<HTMLSelectElement>(selector);
    if (found) {
      const known = [...found.options].map((option) => option.value);
      const next = value !== undefined && known.includes(value) ? value : known[found.selectedIndex + 1];
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(found, next);
      found.dispatchEvent(new Event('change', { bubbles: true }));
      return;
    }
    await new Promise((again) => setTimeout(again, 30));
  }
}

function SampleOptions({ state, facts: { host }, run, leave }: { state: State; facts: Facts } & Deeds) {
  const asks = useMemo(() => {
    const given =
      <T,>(value: T) =>
      (): Promise<T> => {
        if (state === 'loading') return new Promise(nothing);
        if (state === 'failed') return Promise.reject(new Error('The store is locked by another page.'));
        return Promise.resolve(value);
      };
    const isNothing = state === 'nothing';
    return {
      ask: given(optionsAnswer(host, state)),
      askUnsent: () => Promise.resolve(0),
      askKept: given(isNothing ? { ...KEPT, hosts: [], stores: [] } : KEPT),
      askNotices: given(!isNothing),
      askAlerts: given(USUAL_ALERTS),
      askRules: given(isNothing ? [] : [{ ...RULE_VERSIONS, name: orgName(state) }]),
      askKeys: given(isNothing ? '' : 'Alt+Shift+L'),
    };
  }, [host, state]);
  return (
    <Options
      {...asks}
      onRevision={() => nothing}
      callback="https://pipelens.example.org/salesforce"
      version="0.1.0"
      build="5f2a9c17e0b4"
      extensionId="nlembjhgigkihoinjnpfdieaikbhlgof"
      onExport={() => run(undefined)}
      onTakeAlong={() => run(1)}
      onTryNotice={() => run(undefined)}
      followAlerts={unchanging}
      onAlerts={() => run(undefined)}
      askHits={askHits}
      onRules={() => run(undefined)}
      onWipe={() => run(undefined)}
      onSaveWritten={() => run(undefined)}
      onTakeUpWritten={() => run(0)}
      onChangeKeys={() => run(undefined).then(leave)}
      onShare={() => run(undefined)}
      onLearn={() => run(undefined)}
      onReadQuotas={() => run(FOUND)}
      onTakeQuotas={() => run(undefined)}
      onTypeQuota={() => run(undefined)}
      onRemoveQuota={() => run(undefined)}
      onQuotaType={() => run(undefined)}
      onSignIn={() => run(undefined)}
    />
  );
}

async function askSample(): Promise<SampleDeals> {
  const { deals } = getBackend().queries;
  const [open, overdue] = await Promise.all([deals({ figure: 'openPipeline' }), deals({ figure: 'overdue' })]);
  if ('noConnection' in open || 'noConnection' in overdue) throw new Error('There is no sample.');
  return { open, overdue };
}

const unchanging = () => () => undefined;
async function askHits(_key: string, limits: RuleLimits) {
  const hits = await getBackend().queries.ruleHits({ limits });
  return 'noConnection' in hits ? undefined : hits;
}

const orgName = (state: State): string =>
  state === 'extreme' ? 'Northwind-Handelsgesellschaft für Landmaschinenersatzteile mbH & Co. KG' : 'Northwind Trading';

const optionsAnswer = (host: string, state: State): OptionsAnswer => ({
  now: Date.now(),
  orgs:
    state === 'nothing'
      ? []
      : [
          {
            key: 'sample',
            name: orgName(state),
            score: SCORE,
            calendar: CALENDAR,
            held: HELD,
            quotaTypes: QUOTA_TYPES,
          },
        ],
  health: {
    connections:
      state === 'nothing'
        ? []
        : [
            {
              key: 'sample',
              orgName: orgName(state),
              userName: 'Nils Abel',
              pageHost: host,
              state: 'live',
              syncedAt: Date.now() - 60_000,
              apiVersion: '67.0',
              hidden: ['Opportunity.NextStep'],
              budget: { share: 0.05, used: 120, allowed: 5000, org: { used: 2400, limit: 100_000 } },
              callsToday: 84,
              recent: [{ at: Date.now() - 60_000, what: 'Opportunity', status: 200, ms: 240 }],
              failed: [],
            },
          ],
    hosts: state === 'nothing' ? [] : [{ host, clientId: '3MVG9' }],
    pages: [
      { kind: 'record', found: 30, missed: 1 },
      { kind: 'list', found: 12, missed: 0 },
    ],
  },
});

const SampleAdmin = ({ facts: { host } }: { facts: Facts }) => (
  <Admin
    facts={{
      version: '0.1.0',
      extensionId: 'pipelens',
      callback: 'https://pipelens.example.org/salesforce',
      pages: [`https://${host}/*`],
      apis: ['https://*.my.salesforce.com/*'],
      permissions: ['storage', 'unlimitedStorage', 'alarms', 'notifications', 'cookies', 'scripting', 'identity'],
      reads: [{ object: 'Opportunity', fields: ['Name', 'Amount', 'CloseDate', 'StageName'] }],
      everyMs: { news: 60_000, record: 20_000 },
      quietAfterMs: { idle: 120_000, hidden: 600_000 },
      share: 0.05,
    }}
  />
);
