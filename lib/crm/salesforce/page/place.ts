import type { UrlPlace } from '@/lib/crm/crm';

/** An id is told by where it stands: object names of 15 letters look like one. */
const RECORD =
  /(?:\/r\/(?:Opportunity\/)?|\/sObject\/|^)(006\w{12}(?:\w{3})?)(?:$|#|\/(?:$|view|edit|(related\/|clone)))/i;
const LIST = /\/o\/Opportunity\/(list|pipelineInsp|home)|related\/Opportunities/i;
const OURS = /^\/(lightning\/(?!setup|r\/(Report|Dashboard)\/\w+\/edit)|one\/one\.app)/i;

/**
 * Beside its own page a deal is named by what its address carries along: the page behind a dialogue, the record of an action, the
 * primary tab of a console whose focused subtab is the path. All forms: tests/unit/crm/addresses.test.ts.
 */
export function placeOf({ pathname, searchParams, hash }: URL): UrlPlace {
  if (!OURS.test(pathname)) return { kind: 'away' };
  const own = RECORD.exec(pathname + hash);
  // A script in a page of Firefox cannot go through them by `values()`.
  const carried = `${searchParams}`.split(/&|=/).map(decodeURIComponent);
  const found = own ?? carried.map((value) => RECORD.exec(value)).find((each) => each);
  const recordId = found?.[1];
  if (recordId) return { kind: 'record', recordId, isAside: !own || !!own[2] || undefined };
  return { kind: LIST.test(pathname + carried) ? 'list' : 'other' };
}
