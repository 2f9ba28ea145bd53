import { learnIfDueHere } from '@/lib/engine/learning';
import { allConnections } from '@/lib/storage/registry';

/** Larger orgs are learnt where a page of ours has a worker: here it would take so long that the browser may stop it. */
const LIMITS = { mostFinished: 5000, sliceMs: 20 };

/** Learns the score of each org for which it is due, for people who open no page of ours but the panel. */
export async function learnDue(): Promise<void> {
  for (const connection of await allConnections()) await learnIfDueHere(connection, LIMITS);
}
