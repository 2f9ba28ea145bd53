import type { CrmAdapter } from './crm';
import { salesforce } from './salesforce';
import { siteOf } from './sites';

/** Every CRM: one line for a further one, and the conformance suite runs it. */
export const adapters: readonly CrmAdapter[] = [salesforce];

/** The adapter of a page's host. */
export function adapterOf(host: string | undefined): CrmAdapter {
  const { id } = siteOf(host);
  const found = adapters.find((adapter) => adapter.id === id);
  if (!found) throw new RangeError(`No adapter for ${id}`);
  return found;
}
