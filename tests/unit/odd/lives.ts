import type { OrgView } from '@/tests/org/live-org';

import { text } from './leader-rows';

export interface State {
  at: number;
  stage: string;
  status: 'open' | 'won' | 'lost';
  category: string;
  closes: string;
  amount: number | null;
}
export interface Deal {
  id: string;
  owner: string;
  created: number;
  states: State[];
}

/** Midnight of a day in a zone. */
export function midnight(on: string, timeZone: string): number {
  const wall = Date.parse(`${on}T00:00:00Z`);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  let at = wall;
  for (let turn = 0; turn < 3; turn += 1) at += wall - Date.parse(`${clock.format(at).replace(' ', 'T')}Z`);
  return at;
}

/** The org's open stages, by their API names, the first one first. */
export const openStages = (org: OrgView): string[] =>
  org
    .rows('OpportunityStage')
    .filter((row) => row['IsClosed'] !== true)
    .toSorted((a, b) => Number(a['SortOrder']) - Number(b['SortOrder']))
    .map((row) => text(row['ApiName']));

/** Deals as the CRM's rows tell their lives. */
export function dealsOf(org: OrgView): Deal[] {
  const stages = new Map(org.rows('OpportunityStage').map((row) => [row['ApiName'], row]));
  const histories = Map.groupBy(org.rows('OpportunityHistory'), (row) => row['OpportunityId']);
  return org.rows('Opportunity').map((deal) => {
    const created = Date.parse(text(deal['CreatedDate']));
    const rows = (histories.get(deal.Id) ?? []).toSorted((a, b) =>
      text(a['CreatedDate']) + a.Id < text(b['CreatedDate']) + b.Id ? -1 : 1,
    );
    const states = rows.map((row): State => {
      const stage = stages.get(row['StageName'] ?? '');
      return {
        at: Date.parse(text(row['CreatedDate'])),
        stage: text(row['StageName']),
        status: stage?.['IsClosed'] !== true ? 'open' : stage['IsWon'] === true ? 'won' : 'lost',
        category: text(row['ForecastCategory']),
        closes: text(row['CloseDate']),
        amount: row['Amount'] == null ? null : Number(row['Amount']),
      };
    });
    const kept = states.filter(({ at }, place) => states[place + 1]?.at !== at);
    const [first] = kept;
    if (first) first.at = Math.min(first.at, created);
    return {
      id: deal.Id,
      owner: text(deal['OwnerId']),
      created: Math.min(created, first?.at ?? created),
      states: kept,
    };
  });
}

export interface Stay {
  deal: Deal;
  stage: string;
  at: number;
  until?: number;
  to?: State;
}
export function staysOf(deal: Deal): Stay[] {
  const found: Stay[] = [];
  let here: Stay | undefined;
  for (const state of deal.states) {
    if (here && state.status === 'open' && state.stage === here.stage) continue;
    if (here) Object.assign(here, { until: state.at, to: state });
    here = state.status === 'open' ? { deal, stage: state.stage, at: state.at } : undefined;
    if (here) found.push(here);
  }
  return found;
}
