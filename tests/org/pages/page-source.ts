import type { Row } from '@/lib/sample/org-tables';
import { orgToday } from '@/tests/org/today';

import type { FormChange, FormView } from './form-data';

/** What the Lightning pages read of the stand-in org: always the current rows, so that a save shows after a refresh. */
export interface PageSource {
  rows(sobject: string): readonly Row[];
  /** By 18-character id. */
  find(sobject: string, id: string): Row | undefined;
  /** The user a `sid` cookie belongs to, for the "My Opportunities" view; without it that view holds every user's. */
  userId?(sid: string): string | undefined;
  /** Saves a field of a deal as the page's own inline edit does. */
  save?(sid: string, id: string, field: string, value: string | null): void;
  /** One of the page's own forms. */
  form?(kind: string, id: string): FormView | undefined;
  /** Saves what a form sends; throws the CRM's refusal. */
  saveForm?(change: FormChange): void;
  /** Whether a browser may keep the page aside; it may not when absent. */
  isKeptAside?(): boolean;
  /** "Today" of the data, `YYYY-MM-DD`; the clock's day when absent. */
  today?(): string;
}

export const today = (source: PageSource): string => source.today?.() ?? orgToday();

/** A row by its 15- or 18-character id: Lightning URLs carry both. */
export function findRow(source: PageSource, sobject: string, id: string): Row | undefined {
  return source.find(sobject, id) ?? source.rows(sobject).find((row) => row.Id.slice(0, 15) === id);
}

/** A text field as a string, empty when null or absent. */
export function text(row: Row | undefined, field: string): string {
  const value = row?.[field];
  return typeof value === 'string' ? value : '';
}
