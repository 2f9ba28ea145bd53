/** Fields of a deal that a person changes from here, in the order in which they are asked for. */
export const EDIT_FIELDS = ['stage', 'amount', 'closeDate', 'nextStep'] as const;
export type EditField = (typeof EDIT_FIELDS)[number];

/** What a change can take along: the probability follows the stage, and an undo brings back both. */
export type WrittenField = EditField | 'probability';

/**
 * Values as the CRM holds them: a stage by its stored value, an amount in major units of the deal's own currency, a day as YYYY-MM-DD,
 * a probability in percent; null is empty. A field that is absent is not touched.
 */
export type EditValues = Partial<Record<WrittenField, string | number | null>>;

/** What of a deal may be changed by this user, and to what. A field that is absent may not. */
export type Editable = {
  [Field in EditField]?: {
    isRequired: boolean;
    /** Characters. */
    maxLength?: number;
    /** The only values that it takes: what is stored, and what the person reads. */
    options?: { value: string; label: string }[];
  };
};

/** What is asked for when a deal is about to be changed: how it stands in the CRM at this moment, and what of it may be changed. */
export interface EditForm {
  values: EditValues;
  fields: Editable;
  hasProducts: boolean;
}

/** What a person may decide of a change once the CRM has answered for it, or while it waits. */
export type EditDecision = 'again' | 'overwrite' | 'drop' | 'undo';

type EditState =
  /** Written down, and not sent yet: offline, signed out, or over the share of calls. */
  | 'waiting'
  /** Sent, and not known to have arrived. */
  | 'sending'
  /** No answer came: the deal is read back before anything else is done. */
  | 'unknown'
  | 'saved'
  /** The CRM said no, in its own words. */
  | 'refused'
  /** Somebody else has changed the same field since it was shown. */
  | 'conflict'
  /** Given up by the person. */
  | 'dropped';

/** One change of one deal by the person, written down before it is sent. */
export interface Edit {
  id: string;
  recordId: string;
  recordName: string;
  /** What the person saw, and what they made of it. */
  before: EditValues;
  after: EditValues;
  state: EditState;
  /** When the person asked for it, ms. */
  at: number;
  /** When the CRM last answered for it, ms. */
  answeredAt?: number;
  /** What the CRM holds instead of what was sent. */
  kept?: EditValues;
  /** What the CRM changed along with it: as it was before. */
  aside?: EditValues;
  /** What somebody else has made of the same fields. */
  theirs?: EditValues;
  /** The CRM's own sentence, and the fields that it names. */
  words?: string;
  fields?: EditField[];
  /** The change that this one takes back. */
  undoes?: string;
}
