import type { CrmSite, PageSight } from '@/lib/crm/crm';

/** Runs a function in the page of a tab: where our own scripts run, or among the page's. Undefined where it cannot. */
type RunInPage = <Result>(tabId: number, run: () => Result, world: 'ISOLATED' | 'MAIN') => Promise<Result | undefined>;

/**
 * What has become of it. `shown`: the page shows other values than before. `same`: it was asked and shows the same. `busy`: an open form or
 * dialogue would have lost what is typed. `unable`: there is no page, or no way to ask it, or none that is wanted.
 */
type PageRefreshed = 'shown' | 'same' | 'busy' | 'unable';

const TRIES = 8;
const EVERY_MS = 250;

export interface PageRefresh {
  look(tabId: number | undefined, site: CrmSite): Promise<PageSight | undefined>;
  refresh(tabId: number | undefined, site: CrmSite): Promise<PageRefreshed>;
}

/** Has the CRM's page show what was written beside it, where that loses nothing that is typed there. */
export function createPageRefresh({
  run,
  sleep,
  isOff = () => Promise.resolve(false),
}: {
  run: RunInPage;
  sleep: (ms: number) => Promise<void>;
  /** The organisation wants its pages left alone. */
  isOff?: () => Promise<boolean>;
}): PageRefresh {
  const look = async (tabId: number | undefined, { sightOf }: CrmSite): Promise<PageSight | undefined> =>
    tabId === undefined ? undefined : run(tabId, sightOf, 'ISOLATED');
  return {
    look,
    async refresh(tabId, site) {
      const before = (await isOff()) ? undefined : await look(tabId, site);
      if (tabId === undefined || !before) return 'unable';
      if (before.isEditing || before.hasDialog) return 'busy';
      if ((await run(tabId, site.renewPage, 'MAIN')) !== true) return 'unable';
      for (let tried = 0; tried < TRIES; tried += 1) {
        await sleep(EVERY_MS);
        const now = await look(tabId, site);
        if (now && now.shown !== before.shown) return 'shown';
      }
      return 'same';
    },
  };
}
