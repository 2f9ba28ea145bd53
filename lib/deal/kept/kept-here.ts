/** What Pipelens did on the network from this browser, and what it keeps in it. */
export interface KeptHere {
  /** Since it was installed, or everything was deleted; the most called first. */
  hosts: readonly HostCalls[];
  /** By connection; the name is empty for what belongs to none. */
  stores: readonly { name: string; parts: readonly KeptPart[] }[];
  /** What the browser says that all of it takes up, bytes. */
  total?: number;
  now: number;
}

/** Calls to one host. */
export interface HostCalls {
  host: string;
  calls: number;
  /** The last one, ms. */
  at: number;
}

/** `crm`: rows of the CRM. `written`: what a person wrote. `learnt`: what was worked out. `settings`: choices and drafts. */
export interface KeptPart {
  what: 'crm' | 'written' | 'learnt' | 'settings';
  entries: number;
  /** About so much room, bytes. */
  bytes: number;
}
