import { browser } from 'wxt/browser';

import { connectionNames } from '@/lib/deal/kept/connection-names';
import type { KeptHere, KeptPart } from '@/lib/deal/kept/kept-here';
import { openDatabase } from '@/lib/storage/database';
import { exportOf } from '@/lib/storage/kept/export-all';
import { bytesOf, keptParts } from '@/lib/storage/kept/kept-sizes';
import { allConnections, hostCalls } from '@/lib/storage/registry';

import { handOver } from './hand-over';

/** Whom this browser called, and what is kept in it. */
export async function keptHere(): Promise<KeptHere> {
  const connections = await allConnections();
  const nameOf = connectionNames(connections);
  const stores = await Promise.all(
    connections.map(async ({ key, orgId, userId }) => ({
      name: nameOf(key),
      parts: await keptParts(openDatabase(orgId, userId)),
    })),
  );
  const local = await browser.storage.local.get(null);
  const settings: KeptPart = { what: 'settings', entries: Object.keys(local).length, bytes: bytesOf(local) };
  const usage = (await navigator.storage?.estimate?.().catch(() => undefined))?.usage;
  return {
    hosts: await hostCalls(),
    stores: [...stores, { name: '', parts: [settings] }],
    ...(usage === undefined ? {} : { total: usage }),
    now: Date.now(),
  };
}

/** Hands the person a file of all that is kept: no session and no token is in it, because none is kept. */
export async function exportEverything(): Promise<void> {
  const pieces: string[] = [];
  const local = await browser.storage.local.get(null);
  pieces.push(
    `{"pipelens":"everything","at":${JSON.stringify(new Date().toISOString())},"settings":${JSON.stringify(local)}`,
  );
  pieces.push(`,\n"hosts":${JSON.stringify(await hostCalls())},\n"connections":[`);
  for (const [index, { sessionDigest: _digest, ...connection }] of (await allConnections()).entries()) {
    pieces.push(`${index === 0 ? '' : ','}{"connection":${JSON.stringify(connection)},"data":`);
    for await (const piece of exportOf(openDatabase(connection.orgId, connection.userId))) pieces.push(piece);
    pieces.push('}');
  }
  pieces.push(']}');
  handOver(new Blob(pieces, { type: 'application/json' }), 'pipelens-everything');
}
