import type { PlaybookProblem } from './playbook';

/** The file in the CRM by which a team shares its playbook: it is found by this title. */
export const PLAYBOOK_TITLE = 'Pipelens playbook';

/** A file that is larger is no playbook, and is not read: bytes. */
export const MOST_PLAYBOOK_BYTES = 1_000_000;

/** A version of that file: which, when it was put there, ms, and by whom. */
interface PlaybookVersion {
  number: number;
  at: number;
  by?: string;
}

/** What is known of the file. All of it absent: the CRM has none that this user may read. */
export interface SharedPlaybook {
  /** When the CRM was last asked, ms. */
  lookedAt: number;
  /** Its newest version; the text is absent where it is larger than a playbook is. */
  file?: PlaybookVersion & { id: string; version: string; json?: string; problem?: PlaybookProblem; others: number };
  /** The newest version that is a playbook: it counts while a later one is broken. */
  good?: PlaybookVersion & { json: string };
  /** It was there, and is so no more for this user. */
  isDeleted?: true;
  /** The CRM shows this user no files. */
  isForbidden?: true;
}
