import type { Row } from '@/lib/sample/org-tables';

import { refuseFile } from '../data/files';
import { id18 } from '../data/id';
import type { ObjectName } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import { WRITABLE } from '../data/write';
import type { LiveOrg } from '../live-org';
import type { OrgView } from '../live-org';
import { type Answer, methodNotAllowed, refusal } from '../rest/answer';
import type { Call } from '../rest/call';
import { parse } from '../rest/composite';
import { basicInfo, describeObject } from '../rest/describe';
import { OrgError } from '../rest/errors';
import { listViews } from '../rest/list-views';
import { replicate } from '../rest/replication';
import { attributes, objectOf, output } from './soql-terms';

/** Everything below `/sobjects/{object}`. */
export function sobject(org: LiveOrg, call: Call, [name = '', id = '', ...more]: string[]): Answer {
  const { method, url, body, userId } = call;
  const view = org.as(userId);
  const object = objectOf(view, name);
  if (!object) throw refusal('notFound');
  if (id === 'listviews') {
    if (method !== 'GET') throw methodNotAllowed(method, 'GET,HEAD');
    return listViews(view, object, more, url.searchParams);
  }
  if (more.length === 1 && more[0] === 'VersionData' && object === 'ContentVersion') {
    if (method !== 'GET') throw methodNotAllowed(method, 'GET,HEAD');
    const row = view.find(object, id18(id));
    if (!row) throw refusal('notFound');
    return { status: 200, blob: Buffer.from(String(row['VersionData'] ?? ''), 'base64') };
  }
  if (more.length > 0) throw refusal('notFound');
  if (id === 'describe') {
    if (method !== 'GET') throw methodNotAllowed(method, 'GET,HEAD');
    return conditional(call, org.describedAt(object), () => describeObject(view, object));
  }
  if (id === 'updated' || id === 'deleted') {
    const [start, end] = [url.searchParams.get('start'), url.searchParams.get('end')];
    return { status: 200, body: replicate(view, object, id, { start, end }) };
  }
  if (!id) {
    if (method === 'GET') return { status: 200, body: basicInfo(view, object) };
    if (method !== 'POST') throw methodNotAllowed(method, 'GET,HEAD,POST');
    refuseSetUp(object);
    refuseHidden(view, object, body);
    if (object === 'ContentDocument')
      throw new OrgError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object}`);
    const made = org.insert(object, parse(body), userId);
    return {
      status: 201,
      body: { id: made, success: true, errors: [] },
      headers: { Location: `/services/data/v${org.version}/sobjects/${object}/${made}` },
    };
  }
  return record(org, view, object, id18(id), call);
}

function record(org: LiveOrg, view: OrgView, object: ObjectName, id: string, call: Call): Answer {
  const { method, url, body, userId, headers } = call;
  const row = view.find(object, id);
  if (method === 'PATCH') {
    const since = headers['if-unmodified-since'];
    const unchangedSince = since === undefined ? undefined : Date.parse([since].flat().join());
    if (Number.isNaN(unchangedSince)) return { status: 400 };
    // To the second: two edits within one are not told apart.
    if (row && unchangedSince !== undefined && modifiedAt(row) > unchangedSince) return { status: 412 };
    if (row) {
      refuseSetUp(object);
      refuseHidden(view, object, body);
    }
    org.update(object, row?.Id ?? id, parse(body), userId, { allowsDuplicates: allowsDuplicates(headers) });
    return { status: 204 };
  }
  if (!row) {
    if (view.deleted(object).some((deleted) => deleted.Id === id)) throw refusal('deleted');
    throw refusal('notFound');
  }
  if (method === 'DELETE') {
    refuseSetUp(object);
    // A version goes with its document alone (object reference: ContentVersion), which is its owner's.
    if (object === 'ContentVersion')
      throw new OrgError(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${object} does not support delete`);
    if (object === 'ContentDocument') refuseFile(org, row.Id, userId, true);
    org.remove(object, row.Id);
    return { status: 204 };
  }
  if (method !== 'GET') throw methodNotAllowed(method, 'DELETE,GET,HEAD,PATCH');
  const wanted = url.searchParams.get('fields')?.split(',');
  const fields = wanted ? wanted.map((field) => known(view, object, field)) : [...view.fields(object).values()];
  return conditional(call, modifiedAt(row), () => ({
    attributes: attributes(view, object, row.Id),
    ...Object.fromEntries(fields.map((info) => [info.name, output(info, row[info.name] ?? null)])),
  }));
}

/** 304 without a body where nothing has changed since the date that was asked with. */
function conditional({ headers }: Call, modified: number, make: () => unknown): Answer {
  const at = Math.floor(modified / 1000) * 1000;
  const since = headers['if-modified-since'];
  const stamp = { 'Last-Modified': new Date(at).toUTCString() };
  if (since !== undefined && at <= Date.parse([since].flat().join())) return { status: 304, headers: stamp };
  return { status: 200, body: make(), headers: stamp };
}

/** What the header says of alerts: `allowSave=true`, beside other settings. */
export const allowsDuplicates = (headers: Call['headers']): boolean =>
  /(^|[;,\s])allowSave=true/i.test([headers['sforce-duplicate-rule-header'] ?? ''].flat().join());

const modifiedAt = (row: Row): number =>
  Math.floor(Date.parse(String(row['LastModifiedDate'] ?? row['SystemModstamp'] ?? '1970-01-01')) / 1000) * 1000;

/** What an administrator sets up, and what the org fills by itself, is not written through the API. */
function refuseSetUp(object: ObjectName): void {
  if (!WRITABLE.has(object))
    throw new OrgError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object}`);
}

/** A field that the user may not see is one that there is not. */
function refuseHidden(view: OrgView, object: ObjectName, body: string): void {
  const fields = view.fields(object);
  const names = new Set([...fields.keys()].map((name) => name.toLowerCase()));
  for (const field of Object.keys(parse(body)))
    if (field !== 'attributes' && !names.has(field.toLowerCase())) throw noField(object, field);
}

function known(view: OrgView, object: ObjectName, field: string): FieldInfo {
  const info = [...view.fields(object).values()].find(({ name }) => name.toLowerCase() === field.trim().toLowerCase());
  if (!info) throw noField(object, field);
  return info;
}

const noField = (object: string, field: string): OrgError =>
  new OrgError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);
