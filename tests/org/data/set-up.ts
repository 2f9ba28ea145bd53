import type { Row } from '@/lib/sample/org-tables';

import type { ObjectName } from './objects';
import { computed, type FieldInfo, type FieldType } from './schema';

export const MASTER = '012000000000000AAA';

interface LayoutField {
  name: string;
  required?: boolean;
  editable?: boolean;
}

interface Picklist {
  values: readonly {
    value: string;
    label?: string;
    /** Values of the field that controls it. */
    validFor?: readonly string[];
    /** Record types that have it; all where absent. */
    types?: readonly string[];
  }[];
  /** The field that controls it. */
  by?: string;
  /** Whether the API takes no other value; what depends on another is not checked even then. */
  isRestricted?: boolean;
}

/** What a validation rule answers: the administrator's words, alone or with the fields that they stand at. */
type Verdict = string | { words: string; fields: string[] } | undefined;

/** What an administrator has set up about deals. */
export interface SetUp {
  /** Fields of the org's own making. */
  readonly fields: Map<string, FieldInfo>;
  /** Page layouts by record type; where there is none, every field that can be written, none required but by the object. */
  readonly layouts: Map<string, readonly LayoutField[]>;
  readonly picklists: Map<string, Picklist>;
  /** Deals that an approval process has locked. */
  readonly locked: Set<string>;
  /** Validation rules, each by the row as it would be and as it was; `before` is absent for a new one. */
  readonly rules: ((row: Row, before: Row | undefined) => Verdict)[];
  /** A duplicate rule that warns, or that blocks whatever is said. */
  isDuplicate?: (row: Row) => boolean | 'blocks';
  /** What it finds, some of which the user may not see. */
  alike?: readonly { object: string; ids: readonly string[] }[];
  /** A trigger that runs before a deal is saved, and may change it. */
  onSave?: (row: Row, before: Row | undefined) => void;
  /** The same of a task or of somebody's role. */
  onSaveRow?: (name: ObjectName, row: Row, before: Row | undefined) => void;
}

export const createSetUp = (): SetUp => ({
  fields: new Map(),
  layouts: new Map(),
  picklists: new Map(),
  locked: new Set(),
  rules: [],
});

/** A field of the org's own: its name ends in `__c`. */
export function ownField(name: string, label: string, type: FieldType, length = 255): FieldInfo {
  const isText = type === 'string' || type === 'textarea' || type.endsWith('picklist');
  return {
    ...computed(name, type),
    label,
    length: isText ? length : 0,
    createable: true,
    updateable: true,
    nillable: type !== 'boolean',
  };
}
