import { createHash } from 'node:crypto';

import type { Row, Value } from '@/lib/sample/org-tables';

import type { LiveOrg } from '../live-org';
import { OrgError } from '../rest/errors';
import type { ObjectName } from './objects';

const linksOf = (org: LiveOrg, documentId: unknown): Row[] =>
  org.rows('ContentDocumentLink').filter((link) => link['ContentDocumentId'] === documentId);

/** Whether a query without a record shows a file to a user: it is theirs, or shared with them, a library of theirs or everyone (object reference: ContentVersion). */
export function isFileShown(org: LiveOrg, userId: string | undefined, name: ObjectName, row: Row): boolean {
  if (name !== 'ContentVersion' && name !== 'ContentDocument' && name !== 'ContentDocumentLink') return true;
  const documentId = name === 'ContentDocument' ? row.Id : row['ContentDocumentId'];
  const owner = org.find('ContentDocument', String(documentId))?.['OwnerId'];
  const isFor = ({ LinkedEntityId: id }: Row): boolean =>
    id === userId || id === org.orgId || org.libraries.get(String(id))?.has(userId ?? '') === true;
  return owner === userId || linksOf(org, documentId).some(isFor);
}

const NO_ACCESS =
  'You do not have the level of access necessary to perform the operation you requested. Please contact the owner of the record or your administrator if access is necessary.';

/** Whoever does not own a file changes it only where it was shared with them as a collaborator. */
export function refuseFile(org: LiveOrg, documentId: string, userId: string, isOwnerOnly = false): void {
  const owner = org.find('ContentDocument', documentId)?.['OwnerId'];
  if (owner === userId) return;
  const mayChange = linksOf(org, documentId).some(
    ({ LinkedEntityId: id, ShareType }) =>
      ((id === userId || id === org.orgId) && ShareType === 'C') ||
      org.libraries.get(String(id))?.get(userId) === 'author',
  );
  if (isOwnerOnly || !mayChange) throw new OrgError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', NO_ACCESS);
}

/** What Salesforce fills in of a version, and the document that it makes of a first one. */
export function fileOfVersion(
  org: LiveOrg,
  row: Row,
  {
    userId,
    at,
    nextId,
    put,
  }: { userId: string; at: string; nextId(prefix: string): string; put(name: ObjectName, row: Row): void },
): void {
  const path = String(row['PathOnClient'] ?? '');
  const [, title = path, extension = ''] = /^(.*?)(?:\.([^.]*))?$/.exec(path.split('/').at(-1) ?? '') ?? [];
  const bytes = Buffer.from(String(row['VersionData'] ?? ''), 'base64');
  row['Title'] ??= title;
  Object.assign(row, {
    FileExtension: extension,
    FileType: extension.toUpperCase(),
    ContentSize: bytes.length,
    Checksum: createHash('md5').update(bytes).digest('hex'),
    ContentModifiedDate: at,
    ContentModifiedById: userId,
    OwnerId: userId,
    IsLatest: true,
    VersionNumber: '1',
  } satisfies Record<string, Value>);
  const shared: Record<string, Value> = {
    Title: row['Title'] ?? null,
    FileExtension: extension,
    FileType: extension.toUpperCase(),
    ContentSize: bytes.length,
    LatestPublishedVersionId: row.Id,
    LastModifiedDate: at,
    LastModifiedById: userId,
    SystemModstamp: at,
  };
  const documentId = row['ContentDocumentId'];
  if (typeof documentId === 'string') {
    refuseFile(org, documentId, userId);
    const earlier = org.rows('ContentVersion').filter((each) => each['ContentDocumentId'] === documentId);
    for (const each of earlier) each['IsLatest'] = false;
    row['VersionNumber'] = String(earlier.length + 1);
    const document = org.find('ContentDocument', documentId);
    if (document) Object.assign(document, shared);
    row['OwnerId'] = document?.['OwnerId'] ?? userId;
    return;
  }
  const document: Row = {
    Id: nextId('069'),
    ...shared,
    OwnerId: userId,
    CreatedDate: at,
    CreatedById: userId,
    IsDeleted: false,
  };
  put('ContentDocument', document);
  row['ContentDocumentId'] = document.Id;
  const link = (LinkedEntityId: Value, ShareType: string): void =>
    put('ContentDocumentLink', {
      Id: nextId('06A'),
      ContentDocumentId: document.Id,
      LinkedEntityId,
      ShareType,
      Visibility: 'AllUsers',
      SystemModstamp: at,
      IsDeleted: false,
    });
  link(userId, 'I');
  const place = row['FirstPublishLocationId'];
  if (typeof place === 'string' && place !== userId) link(place, org.libraries.has(place) ? 'I' : 'V');
}
