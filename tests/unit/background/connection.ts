import type { Connection } from '@/lib/storage/registry';

/** A live connection of one user to an org. */
export const connectionOf = (orgId: string, usedAt = 0): Connection => ({
  key: `${orgId}-u`,
  orgId,
  userId: 'u',
  pageHost: `${orgId}.lightning.force.com`,
  sessionDigest: orgId,
  userName: 'U',
  orgName: orgId,
  state: 'live',
  usedAt,
});
