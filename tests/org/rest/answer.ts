import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { OrgError } from './errors';
import { FAULTS } from './faults';

/** What goes out: JSON, or CSV where there is any. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  csv?: string;
  /** The bytes of a file. */
  blob?: Buffer;
}

export interface Sending {
  type?: string;
  text?: string;
  /** Compressed, where the client takes it. */
  isCompressed?: boolean;
  /** The connection breaks off when half of the body is out. */
  breaksOff?: boolean;
}

export function send(
  response: ServerResponse,
  { status, body, headers = {}, csv, blob }: Answer,
  { type = 'application/json;charset=UTF-8', text, isCompressed = false, breaksOff = false }: Sending = {},
): void {
  if (blob) {
    response.writeHead(status, { ...headers, 'Content-Type': 'application/octetstream' });
    return void response.end(blob);
  }
  const plain = text ?? csv ?? (body === undefined ? '' : JSON.stringify(body));
  if (breaksOff && !plain) return void response.destroy();
  const payload = isCompressed && plain ? gzipSync(plain, { level: 1 }) : Buffer.from(plain);
  response.writeHead(status, {
    ...headers,
    ...(plain ? { 'Content-Type': csv === undefined ? type : 'text/csv' } : {}),
    ...(isCompressed && plain ? { 'Content-Encoding': 'gzip' } : {}),
    ...(breaksOff ? { 'Content-Length': String(payload.length + 1) } : {}),
  });
  if (breaksOff) response.write(payload.subarray(0, payload.length / 2), () => response.destroy());
  else response.end(payload);
}

/** One of the CRM's own refusals by its name. */
export function refusal(
  kind: keyof { [Kind in keyof typeof FAULTS as (typeof FAULTS)[Kind] extends { code: string } ? Kind : never]: true },
): OrgError {
  const { status, code, message } = FAULTS[kind];
  return new OrgError(status, code, message);
}

export const methodNotAllowed = (method: string, allowed: string): OrgError =>
  new OrgError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
