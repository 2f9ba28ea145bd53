import type { Queries } from '@/lib/answers/queries';
import type { KnownConnection, Whose } from '@/lib/deal/connection-state';
import type {
  AskedField,
  BatchDecision,
  DealForm,
  Edit,
  EditDecision,
  EditForm,
  LossReasons,
  OwnField,
  RowForm,
  RowKind,
} from '@/lib/deal/edits/edit';
import type { Freshness } from '@/lib/deal/freshness';
import type { JottingPut } from '@/lib/deal/own/jotting';
import type { AdviceAnswer } from '@/lib/deal/own/rule-advice';
import type { Harvest } from '@/lib/deal/page-only';
import type { MappedFields } from '@/lib/deal/playbook/mapped-fields';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import type { ReminderView, UnreadTime } from '@/lib/deal/reminders';

/**
 * Requests of a content script. The CRM page shares its process, so the background treats them as untrusted: shapes are
 * checked, and the answers hold nothing that the page may not know.
 */
export interface PageMessages {
  /** A CRM page opened or navigated: connect to its org and bring it up to date. The host is the sender's, never the message's. */
  'page/hello': { request: Record<string, never>; reply: { enabled: boolean; isPageOnly: boolean } };
  /** What the page shows, where the API is refused for good. */
  'page/seen': { request: Harvest; reply: { ok: boolean } };
  /**
   * The badges of the opportunities whose rows the page shows, as a style sheet keyed by record id; ids that the cache does
   * not hold are absent from it.
   */
  /** Ids as the page has them. `hasLinkedRows`: it has a list whose rows carry no id of their own. */
  'badges/sheet': { request: { ids: string[]; hasLinkedRows: boolean }; reply: { css: string } };
}

/** What a page of ours says of whose data it is about: where it is, and, once that is known, who. */
export type Asker = Partial<Whose>;

/** What the background could not keep on this computer: no figure is newer than that. */
export type StoreFault = Pick<Freshness, 'state' | 'detail'>;

/** Whose a surface is from now on, or why it is nobody's; and who else is known. */
interface Here {
  whose?: Whose;
  freshness?: Freshness;
  known: KnownConnection[];
}

/** Requests of our own pages only: the sender's origin is the extension's. Each carries whose data the page is about. */
export interface ExtensionMessages {
  /** Whose a surface is: asked once, when it opens. */
  'whose/here': { request: Record<string, never>; reply: Here };
  /** Whether that user is still the one signed in; else why nothing of theirs may be shown. */
  'whose/still': { request: Record<string, never>; reply: { freshness?: Freshness; fault?: StoreFault } };
  /** Puts everything at rest, before it is deleted: answers once nothing is written any more. */
  'data/rest': { request: Record<string, never>; reply: { ok: true } };
  query: { request: { name: keyof Queries; input: unknown }; reply: unknown };
  /** Brings the cache up to date now; answers when the sync has ended, which also keeps the worker alive meanwhile. */
  'sync/now': { request: { host?: string }; reply: Freshness };
  /** Opens the org's own sign-in through an app of the org's; answers once everything was read with it. */
  'sign-in/start': { request: { host: string; clientId: string }; reply: Freshness };
  /** Whether a page of the CRM could be read, for the adapter's health. */
  'page/read': { request: { kind: 'record' | 'list'; isFound: boolean }; reply: { ok: true } };
  /** Reads one record from the CRM now. */
  'record/refresh': { request: { host: string; recordId: string }; reply: Freshness };
  /** `when` is what a person typed (`tomorrow`, `mon 9`, `+2w`) or an instant. */
  'reminder/add': {
    request: { host: string; recordId: string; recordName: string; text: string; when: string | number };
    reply: { reminder: ReminderView } | UnreadTime;
  };
  'reminder/snooze': {
    request: { id: string; when: string | number };
    reply: { reminder: ReminderView } | UnreadTime;
  };
  'reminder/done': { request: { id: string }; reply: { ok: true } };
  /** What the signed-in user says of a person's period: for oneself a call, for another an adjustment. Earlier ones stay. */
  'call/add': { request: { ownerId: string; amount: number; start: string }; reply: { ok: true } };
  /** What the CRM's page behind the panel is doing; `none` where there is none to look at. */
  'page/look': { request: { host: string }; reply: { is: 'editing' | 'free' | 'none' } };
  /** Has that page show what was written, unless it would lose what is typed there. */
  'page/renew': { request: { host: string }; reply: { is: 'shown' | 'same' | 'busy' | 'unable' } };
  /** How a deal stands in the CRM at this moment, and what of it may be changed. `isWhole`: with all that hangs on it. */
  'edit/form': { request: { host: string; recordId: string; isWhole?: true }; reply: EditForm };
  /** What this user may do with one kind of what hangs on a deal; `withPeople`: and who may be put on it. */
  'edit/row-form': { request: { host: string; recordId: string; kind: RowKind; withPeople?: true }; reply: RowForm };
  /** What the team shares of its playbook in the CRM at this moment, and whether this user may publish one there. */
  'playbook/look': { request: { host: string }; reply: { shared?: SharedPlaybook; mayPublish: boolean } };
  /** What a deal holds at this moment in fields of the CRM's, by their names there. */
  'deal/mapped': { request: { host: string; recordId: string; fields: string[] }; reply: MappedFields };
  /** Why deals were lost, as the CRM says it now, in `field` or else in the one that was chosen or is named like it. */
  'deals/reasons': { request: { host: string; recordIds: string[]; field?: OwnField }; reply: LossReasons };
  /** Changes a deal, or what hangs on it, in the CRM. `before` is what the person saw of the same fields. Answers with how it ended, or where it waits. */
  'edit/save': {
    request: { host: string } & Pick<
      Edit,
      'recordId' | 'recordName' | 'on' | 'before' | 'after' | 'labels' | 'note' | 'seen' | 'currency'
    >;
    reply: Edit;
  };
  'edit/decide': { request: { id: string; how: EditDecision }; reply: Edit };
  /** The same of many deals at once, with a verdict for each. */
  'edit/forms': { request: { host: string; deals: Pick<Edit, 'recordId' | 'recordName'>[] }; reply: DealForm[] };
  'edit/batch': {
    request: {
      host: string;
      changes: Pick<Edit, 'recordId' | 'recordName' | 'before' | 'after' | 'labels' | 'currency'>[];
    };
    reply: Edit[];
  };
  'edit/decide-all': { request: { batch: string; how: BatchDecision }; reply: Edit[] };
  /** Puts a field on the org's list of what a stage asks for, or takes it off. */
  'edit/need': { request: { stage: string; field: AskedField; isAsked: boolean }; reply: { ok: true } };
  /** Keeps what a person writes beside the CRM: `value` of that kind about `of`; absent takes it away. */
  'jotting/put': { request: JottingPut; reply: { ok: true } };
  /** What a person decides of a rule's advice on a deal. */
  'advice/answer': { request: { rule: string; recordId: string; answer: AdviceAnswer }; reply: { ok: true } };
  'advice/mute': { request: { rule: string; isMuted: boolean }; reply: { ok: true } };
  /** The person looks at a deal, and at the advice of these rules of all that have something to say of it: from which instant on what changed is news to them. */
  'record/look': { request: { recordId: string; rules: string[]; standing: string[] }; reply: { since?: number } };
  'quota/set': { request: { userId: string; amount: number; start: string }; reply: { ok: true } };
}

/** Orders of the background to a CRM tab. */
interface TabMessages {
  'panel/toggle': { request: Record<string, never>; reply: undefined };
}

export type Messages = PageMessages & ExtensionMessages & TabMessages;

/** From the bootstrap to the framed panel, over its MessageChannel port. */
export type PortMessage =
  /** Where the CRM page is. Sent on connect and after each in-app navigation; `seq` only grows. `isDark`: how the page looks. `isTwice`: another copy of the extension stands in it too. */
  | { type: 'at'; seq: number; host: string; place: Place; isDark?: boolean; isTwice?: boolean }
  /** The panel is to take the focus: what Chrome is told about a frame whose process is just starting may be lost on the way. */
  | { type: 'focus' }
  /** Whether there is a panel still, which answers. */
  | { type: 'hear' };

/** From the framed panel to the bootstrap. */
export type PanelMessage = { type: 'close' } | { type: 'reload' } | { type: 'fold' } | { type: 'here' };

/** What the CRM page shows. */
export type Place =
  /**
   * `name` is what the visible page shows; it lags behind the URL, and is absent while nothing is readable. `isAside`: the page in
   * front is none of the record's own, so that no name is to be expected: a related list, a dialogue, a task in a console.
   */
  | { kind: 'record'; recordId: string; name?: string; isAside?: boolean | undefined }
  | { kind: 'list'; ids: string[] }
  /** An opportunity page without a known record, e.g. split view without a selection. */
  | { kind: 'unclear' }
  | { kind: 'other' };
