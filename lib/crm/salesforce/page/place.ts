import type { UrlPlace } from '@/lib/crm/crm';

const RECORD = /\/lightning\/r\/(?:Opportunity\/)?(006\w{12}(?:\w{3})?)\/(?:view|edit)/;

/**
 * Positional on purpose: object names of 15 letters look like ids. In a console the path is the focused subtab and `ws` the
 * primary tab, so that a task's subtab still belongs to its opportunity.
 */
export function placeOf({ pathname, searchParams }: URL): UrlPlace {
  const recordId = (RECORD.exec(pathname) ?? RECORD.exec(searchParams.get('ws') ?? ''))?.[1];
  if (recordId) return { kind: 'record', recordId };
  return /\/lightning\/o\/Opportunity\/(list|pipelineInsp)/.test(pathname) ? { kind: 'list' } : { kind: 'other' };
}
