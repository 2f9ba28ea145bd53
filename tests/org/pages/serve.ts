import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

import { OrgError } from '../rest/errors';
import type { FormChange } from './form-data';
import { appHtml, LOGIN_HTML } from './html';
import { board, home, listPage } from './list-data';
import { findRow, type PageSource } from './page-source';
import { recordView } from './record-data';

/** Says true when it has answered the request, false when the path is none of the pages'. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The policy Lightning pages are under: an extension must not need inline, remote or cross-origin resources of its own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-src 'self'",
].join('; ');

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const LOCALES: Record<string, string> = { de: 'de-DE', pl: 'pl-PL', ja: 'ja-JP' };

const sidOf = (request: IncomingMessage): string | undefined =>
  /(?:^|;\s*)sid=([^;]*)/.exec(request.headers.cookie ?? '')?.[1];

function send(response: ServerResponse, status: number, type: string, body: string, keeping = 'no-store'): true {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': keeping,
    'content-security-policy': CONTENT_SECURITY_POLICY,
  });
  response.end(body);
  return true;
}

const sendHtml = (response: ServerResponse, body: string, keeping?: string): true =>
  send(response, 200, 'text/html; charset=utf-8', body, keeping);
const sendJson = (response: ServerResponse, status: number, body: unknown): true =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));

async function sendAsset(response: ServerResponse, dist: string, path: string): Promise<true> {
  const file = normalize(join(dist, decodeURIComponent(path)));
  const found = file.startsWith(dist + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (!found?.isFile()) return send(response, 404, 'text/plain', `The page bundle has no file ${path}.`);
  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  createReadStream(file).pipe(response);
  return true;
}

/** The data of the pages. Salesforce's own pages also read theirs on their own origin under `/aura`, never by REST. */
function answerData(source: PageSource, response: ServerResponse, url: URL, sid: string): boolean {
  const ask = (name: string, otherwise = ''): string => url.searchParams.get(name) ?? otherwise;
  const userId = source.userId?.(sid);
  switch (url.pathname) {
    case '/aura/record': {
      const found = recordView(source, ask('id'), ask('sobject') || undefined);
      return found
        ? sendJson(response, 200, found)
        : sendJson(response, 404, { message: `No record has the id ${ask('id')}.` });
    }
    case '/aura/form': {
      const form = source.form?.(ask('kind'), ask('id'));
      return form ? sendJson(response, 200, form) : sendJson(response, 404, { message: 'There is no such form.' });
    }
    case '/aura/list':
      return sendJson(
        response,
        200,
        listPage(source, {
          filter: ask('filter', 'AllOpportunities'),
          sort: ask('sort', 'name'),
          descending: ask('dir') === 'desc',
          offset: Number(ask('offset', '0')),
          limit: Number(ask('limit', '50')),
          userId,
        }),
      );
    case '/aura/board':
      return sendJson(response, 200, board(source, ask('filter', 'AllOpportunities'), userId));
    case '/aura/home':
      return sendJson(response, 200, home(source, userId));
    default:
      return false;
  }
}

/** What the page typed, and the stamp that it had read. */
interface PageEdit {
  id: string;
  field: string;
  value: string;
  since: string;
}

const CHANGED_SINCE = {
  message:
    'Your edits could not be saved: this record was modified during your edit session. Reload it, then edit it again.',
};

function saveEdit(source: PageSource, response: ServerResponse, body: string, sid: string): true {
  // Safe: the page of the stand-in sends nothing else.
  const { id, field, value, since } = JSON.parse(body) as PageEdit;
  const row = findRow(source, 'Opportunity', id);
  if (row?.['LastModifiedDate'] !== since) return sendJson(response, 409, CHANGED_SINCE);
  source.save?.(sid, id, field, value === '' ? null : value);
  return sendJson(response, 200, {});
}

function saveForm(source: PageSource, response: ServerResponse, body: string): true {
  // Safe: the page of the stand-in sends nothing else.
  const sent = JSON.parse(body) as FormChange;
  const row = sent.id === undefined ? undefined : findRow(source, sent.sobject, sent.id);
  if (row && row['LastModifiedDate'] !== sent.since) return sendJson(response, 409, CHANGED_SINCE);
  try {
    source.saveForm?.(sent);
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return sendJson(response, error.status, { message: error.message });
  }
  return sendJson(response, 200, {});
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

/**
 * Serves the Lightning host of the stand-in org: pages under `/lightning/`, their data under `/aura/`, the bundle in
 * `dist` (see build.ts) under `/assets/`. Pages and data need a `sid` cookie, as on Salesforce; `?shadow=native` on the
 * first page of a visit renders with native shadow roots.
 */
export function servePages(source: PageSource, dist: string): PageHandler {
  const version = dist.slice(-12);
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://lightning.invalid');
    if (url.pathname.startsWith('/assets/')) return sendAsset(response, dist, url.pathname.slice('/assets/'.length));
    if (url.pathname === '/login') return sendHtml(response, LOGIN_HTML);

    const isPage = url.pathname === '/' || url.pathname.startsWith('/lightning/');
    const isData = url.pathname.startsWith('/aura/');
    if (!isPage && !isData) return false;

    const sid = sidOf(request);
    if (!sid && isData) return sendJson(response, 401, { message: 'The session has ended. Log in again.' });
    if (!sid) {
      response.writeHead(302, { location: `/login?startURL=${encodeURIComponent(request.url ?? '/')}` });
      response.end();
      return true;
    }
    if (url.pathname === '/aura/save') return saveEdit(source, response, await bodyOf(request), sid ?? '');
    if (url.pathname === '/aura/save-form') return saveForm(source, response, await bodyOf(request));
    if (isData) return answerData(source, response, url, sid);
    if (url.pathname === '/') {
      response.writeHead(302, { location: '/lightning/page/home' });
      response.end();
      return true;
    }
    const asked = url.searchParams.get('shadow');
    const shadow = asked === 'native' || asked === 'mixed' ? asked : 'synthetic';
    const locale = LOCALES[url.searchParams.get('locale') ?? ''] ?? 'en-US';
    return sendHtml(response, appHtml({ shadow, locale }, version), source.isKeptAside?.() ? 'no-cache' : undefined);
  };
}
