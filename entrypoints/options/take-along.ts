import type { TakenKind } from '@/components/views/options/privacy/TakeAlong';
import type { Progress } from '@/lib/answers/waiting';
import { connectionNames } from '@/lib/deal/kept/connection-names';
import { startFiles } from '@/lib/engine/start';
import { allConnections, type Connection } from '@/lib/storage/registry';

import { handOver } from './hand-over';

/** Made by a worker of its own that ends with it: the page stays free meanwhile. */
async function fileOf(
  { key }: Connection,
  kind: TakenKind,
  report: (progress: Progress) => void,
): Promise<Blob | undefined> {
  const files = startFiles();
  try {
    return await (kind === 'figures'
      ? files.ask('figuresFile', { key })
      : files.ask('logFile', { key, kind }, { report }));
  } finally {
    files.end();
  }
}

/** Hands the person a file for each connection that anything was read of, and says how many. */
export async function takeAlong(kind: TakenKind, report: (progress: Progress) => void): Promise<number> {
  let count = 0;
  const connections = await allConnections();
  const nameOf = connectionNames(connections);
  for (const connection of connections) {
    const file = await fileOf(connection, kind, report);
    if (!file) continue;
    const name = nameOf(connection.key)
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '');
    const what = kind === 'figures' ? 'figures' : 'log';
    handOver(file, ['pipelens', name, what].filter(Boolean).join('-'), kind === 'figures' ? 'xlsx' : kind);
    count += 1;
  }
  return count;
}
