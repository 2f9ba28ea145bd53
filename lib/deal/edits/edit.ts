/** Fields of a deal that a person changes from here, in the order in which they are asked for. */
export const EDIT_FIELDS = ['stage', 'amount', 'closeDate', 'forecastCategory', 'nextStep'] as const;
export type EditField = (typeof EDIT_FIELDS)[number];

/** A field that only this org has, or that Pipelens has no word for, by its name in the CRM. */
export type OwnField = `own:${string}`;

/** What a person can be asked for. */
export type AskedField = EditField | OwnField;

/** What of a deal a change can take along: the probability follows the stage, and an undo brings back both. */
export type DealField = AskedField | 'probability';

/**
 * What hangs on a deal and is made, changed or taken away from here, each kind with its fields. A new kind is one more of these, and what
 * its adapter does with it.
 */
export const ROW_FIELDS = {
  task: ['subject', 'dueDay', 'assignee', 'isDone', 'status'],
  contactRole: ['contact', 'role', 'isPrimary'],
  note: ['subject', 'details', 'dueDay', 'isDone'],
  /** Of no deal: a file that the team shares. Its record is its title. */
  file: ['body'],
} as const;
export type RowKind = keyof typeof ROW_FIELDS;
export type RowField = (typeof ROW_FIELDS)[RowKind][number];

export type WrittenField = DealField | RowField;

/**
 * Values as the CRM holds them: a stage by its stored value, an amount in major units of the deal's own currency, a day as YYYY-MM-DD,
 * a probability in percent; null is empty. A field that is absent is not touched.
 */
export type EditValue = string | number | boolean | null;
export type EditValues = Partial<Record<WrittenField, EditValue>>;

export interface EditOption {
  /** What is stored, and what the person reads. */
  value: string;
  label: string;
  /** Values of the field that this one depends on, with which it may be chosen; absent: with any. */
  validFor?: string[];
  /** A stage that ends a deal. */
  ends?: 'won' | 'lost';
}

/** What a field takes. */
export interface FieldUse {
  /** What the org calls it, where Pipelens has no word of its own. */
  label?: string;
  /** `several`: any of its options, stored as one text, see `valuesIn`; `elsewhere`: a kind of field that only the CRM's own page can fill in. */
  kind: 'text' | 'number' | 'day' | 'choice' | 'several' | 'check' | 'elsewhere';
  isRequired: boolean;
  /** What the number counts: money of the deal's own currency, or hundredths. */
  unit?: 'money' | 'percent';
  /** Characters. */
  maxLength?: number;
  /** Of a number: most digits before the point and behind it. */
  digits?: number;
  decimals?: number;
  /** A text of several lines. */
  isLong?: true;
  /** The only values that it takes from a person. */
  options?: EditOption[];
  /** The field on whose value the options depend. */
  by?: DealField;
}

/** Such a row as it is changed. */
export interface EditedRow {
  kind: RowKind;
  act: 'make' | 'change' | 'remove';
  /** Absent until it is made. */
  id?: string;
  /** What a person calls it: a task's subject, somebody's name. */
  name: string;
  /** When it was sent, ms, and which rows of the kind the deal had then: one that came since with what was sent is this one. */
  sent?: { at: number; known: string[] };
  /** Opaque: how it stood when it was made. It is taken away only while it stands so. */
  stamp?: string;
  /** The version of a file that it was put upon. */
  number?: number;
  /** The row that was the primary one before this. */
  former?: string;
  /** The follow-up that it is made of, and is done with. */
  reminderId?: string;
}

/** What a CRM lets this user do with one kind of row. */
export interface RowRules {
  mayMake: boolean;
  mayRemove: boolean;
  /** What of one that is there may be changed. */
  fields: Partial<Record<RowField, FieldUse>>;
}

/** What is asked for when such a row is about to be made or changed. */
export interface RowForm extends RowRules {
  /** Who may be put on the deal, beside those who are. */
  people: { id: string; name: string; title?: string }[];
}

/** What of a deal may be changed by this user, and to what. A field that is absent may not. */
export type Editable = Partial<Record<AskedField, FieldUse>>;

/** Why a field may not be changed: by this user at all, or not on the page of this kind of deal, or because products make it. */
export type Fixed = 'readOnly' | 'layout' | 'products';

/** What a CRM lets this user do with a deal that stands as it stands. */
export interface EditRules {
  fields: Editable;
  fixed: Partial<Record<EditField, Fixed>>;
  /** Where the org keeps why a deal was won or lost. */
  reason: { won?: OwnField; lost?: OwnField };
}

/** Why deals were lost: fields that may say it, the one that does, and the reason by deal, in words; a deal without one is absent. */
export interface LossReasons {
  fields: { field: OwnField; label: string }[];
  field?: OwnField;
  of: Record<string, string>;
  /** The CRM does not answer: what was read with the deals stands in for the field that the person chose. */
  isInstead?: true;
}

/** Fields that a stage needs besides those that are required everywhere: by the org's own list, or by what the CRM refused before. */
export interface StageNeed {
  stage: string;
  field: AskedField;
  from: 'list' | 'refusal';
}

/** A deal among many that are about to be changed; without a form where it is no longer there, or the CRM refuses it in these words. */
export interface DealForm {
  recordId: string;
  recordName: string;
  form?: EditForm;
  words?: string;
}

/** What a person may decide of all changes of a batch. */
export type BatchDecision = 'again' | 'drop' | 'undo';

/** What is asked for when a deal is about to be changed: how it stands in the CRM at this moment, and what of it may be changed. */
export interface EditForm extends EditRules {
  values: EditValues;
  needs: StageNeed[];
  /** Of its money, ISO 4217; absent where the CRM does not tell. */
  currency?: string;
  /** The organisation wants to know why each lost deal was lost. */
  wantsReason?: true;
  /** All that was read of the deal, where it was asked for whole. */
  seen?: Sight;
}

/** All that a person could know of a deal when they decided to let it go. */
export interface Sight {
  /** Opaque: the CRM's own of the last change of its fields. */
  stamp: string;
  /** A text for each activity and each person of it, which is another once that row changes; absent where they may not be read. */
  touches?: string[];
  mails?: string[];
  people?: string[];
}

/** What has come to a deal since it was seen so: what was logged or planned, and who joined it. */
export interface SinceSeen {
  touches: { subject: string; day?: string; /** Of a mail, ms. */ at?: number; isPlanned: boolean }[];
  people: string[];
  /** As it is seen with them. */
  seen: Sight;
}

/** What a person may decide of a change once the CRM has answered for it, or while it waits. */
export type EditDecision = 'again' | 'overwrite' | 'anyway' | 'drop' | 'undo';

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

/** What kind of no the CRM said; absent where its words are all that there is. */
export type RefusalKind =
  | 'rule'
  | 'required'
  | 'value'
  /** Not the CRM's: a value that its page would not offer beside the others, and its API would take. */
  | 'pair'
  /** Not the CRM's: the field holds no number of so many digits, or no text so long. */
  | 'size'
  /** Not the CRM's: only its own page can fill in a field of this kind. */
  | 'elsewhere'
  /** Not the CRM's: the deal is in another currency than the one in which its amount was typed. */
  | 'money'
  /** Not the CRM's: the organisation wants to know why a deal was lost. */
  | 'reason'
  | 'duplicate'
  /** Of the same kind, where not even the person's word lets it pass. */
  | 'twin'
  | 'locked'
  | 'busy'
  | 'access'
  | 'readOnly'
  | 'noField'
  | 'automation'
  | 'gone'
  /** Not the CRM's: no answer came, and by now the field holds something else that the user, or a rule in their name, put there. */
  | 'overtaken'
  /** Not the CRM's: it was sent, no answer came, and it may still arrive, so that it is not sent again yet. */
  | 'arriving';

/** Records that the CRM takes for the same: those that the user may see, with their pages, and how many others. */
export interface Alike {
  records: { name: string; url: string }[];
  others: number;
}

/** One change of one deal by the person, written down before it is sent. */
export interface Edit {
  id: string;
  recordId: string;
  recordName: string;
  /** What of the deal's rows it is about; absent where it is about the deal itself. */
  on?: EditedRow;
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
  /** Opaque: how the deal stood when it was last sent, and what kind of deal it was. */
  over?: string;
  kind?: string;
  /** What the CRM changed along with it: as it was before, and what it became. */
  aside?: EditValues;
  asideTo?: EditValues;
  /** Fields of it that may be left as they are where this user may not write them, and those that were. */
  mayLeave?: WrittenField[];
  left?: WrittenField[];
  /** The CRM said that it was done; what it became is not known yet. */
  isTaken?: true;
  /** The CRM made the deal one of another kind along with it. */
  isOtherKind?: true;
  /** It was made, and the CRM no longer shows the user what it was made of. */
  isUnseen?: true;
  /** Somebody else's version of the file came at the same moment, and lies below it. */
  isOver?: true;
  /** What somebody else has made of the same fields. */
  theirs?: EditValues;
  /** The deal is let go as it was seen so: whatever changed of it since is a conflict, and what that is. */
  seen?: Sight;
  news?: SinceSeen;
  /** The CRM's own sentence, what kind of no it is, and the fields that it names. */
  words?: string;
  why?: RefusalKind;
  fields?: WrittenField[];
  /** What the org calls those of the fields that are its own. */
  labels?: Partial<Record<OwnField, string>>;
  /** What the CRM found like it. */
  alike?: Alike;
  /** The person wants it although the CRM found deals like it. */
  isAnyway?: true;
  /** In which its amounts were typed, ISO 4217. */
  currency?: string;
  /** Why the deal ended, where the org has no field for it: the person's own, and not sent. */
  note?: string;
  /** The change that this one takes back. */
  undoes?: string;
  /** Changes that were made at once. */
  batch?: string;
  /** It waits for the person: the CRM refused others of its batch in the same words. */
  isHeld?: true;
}
