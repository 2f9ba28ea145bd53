import { learnIfDueHere } from '@/lib/engine/learning';
import { allConnections, type Connection } from '@/lib/storage/registry';

import { runEach } from './run-each';

/** Models of larger orgs are trained in the worker of a page: here it would take so long that the browser may stop it. */
const LIMITS = { mostFinished: 5000, sliceMs: 20 };

/** Trains the model of each org for which it is due, for people who open no page of ours but the panel. */
export const learnDue = async (
  learn: (connection: Connection) => Promise<void> = (connection) => learnIfDueHere(connection, LIMITS),
): Promise<void> => runEach((await allConnections()).map((connection) => () => learn(connection)));
