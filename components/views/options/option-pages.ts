import { useEffect, useState } from 'react';

/** The pages of the options, in the order of the list at their side; each is an address of its own. */
export const OPTION_PAGES = [
  'connections',
  'calendar',
  'quotas',
  'rules',
  'scoring',
  'privacy',
  'appearance',
  'keys',
  'about',
] as const;
export type OptionPage = (typeof OPTION_PAGES)[number];

const pageOf = (hash: string): OptionPage => OPTION_PAGES.find((each) => hash === `#${each}`) ?? 'connections';

/** The page that the address names; the first where it names none. */
export function useOptionPage(): OptionPage {
  const [page, setPage] = useState(() => pageOf(location.hash));
  useEffect(() => {
    const turn = (): void => setPage(pageOf(location.hash));
    turn();
    addEventListener('hashchange', turn);
    return () => removeEventListener('hashchange', turn);
  }, []);
  return page;
}
