import { create } from 'zustand';

/** What a page of ours can do with the sample org; a page of the CRM can do nothing with it. */
interface SampleDeeds {
  /** Makes it where it is not there yet, and shows it. */
  begin: () => Promise<void>;
  /** Brings it to the day that it is. */
  renew: () => Promise<void>;
  end: () => Promise<void>;
}

export const useSample = create<{ deeds?: SampleDeeds }>(() => ({}));
