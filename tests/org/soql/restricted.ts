import type { WhereClause } from '@jetstreamapp/soql-parser-js';

import type { ObjectName } from '../data/objects';
import { OrgError } from '../rest/errors';

interface Part {
  field: string;
  operator: string;
}

const IDS: ReadonlySet<string> = new Set(['id', 'contentdocumentid', 'linkedentityid']);
const EQUAL: ReadonlySet<string> = new Set(['=', 'IN']);

/**
 * Links of files are asked for by which file or to whom, and by other fields only of one to whom (object reference: ContentDocumentLink, usage;
 * the sentences as the API says them).
 */
export function refuseUnboundLinks(name: ObjectName, where: WhereClause | undefined): void {
  if (name !== 'ContentDocumentLink') return;
  const parts: Part[] = [];
  let isAll = true;
  for (let at = where; at; at = 'right' in at ? at.right : undefined) {
    if (at.left && 'field' in at.left && 'operator' in at.left)
      parts.push({ field: String(at.left.field).toLowerCase(), operator: String(at.left.operator).toUpperCase() });
    isAll &&= !('operator' in at) || at.operator === undefined || at.operator === null || at.operator === 'AND';
  }
  const isBound = ({ field, operator }: Part): boolean => IDS.has(field) && EQUAL.has(operator);
  if (!isAll || !parts.some(isBound))
    throw restriction(
      "ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
    );
  const isOfOne = parts.some(({ field, operator }) => field === 'linkedentityid' && operator === '=');
  if (!isOfOne && parts.some(({ field }) => !IDS.has(field)))
    throw restriction(
      'filtering on non-id fields is only permitted when filtering by ContentDocumentLink.LinkedEntityId using the equals operator.',
    );
}

const restriction = (words: string): OrgError =>
  new OrgError(400, 'MALFORMED_QUERY', `Implementation restriction: ${words}`);
