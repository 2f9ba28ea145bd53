import type { PlaybookProblem } from './playbook';

/** The usual title of the file in the CRM by which a team shares its playbook. */
const PLAYBOOK_TITLE = 'Pipelens playbook';

/** The title by which that file is found. */
export const playbookTitle = ({ playbookTitle: own }: { playbookTitle?: string | undefined }): string =>
  own ?? PLAYBOOK_TITLE;

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
  /** The title that it was looked for by. */
  title?: string;
  /** Its newest version; the text is absent where it is larger than a playbook is. */
  file?: PlaybookVersion & {
    id: string;
    version: string;
    json?: string;
    problem?: PlaybookProblem;
    others: number;
    /** What it is called now, where that is no longer the title. */
    renamed?: string;
    /** Some people alone may read it. */
    isForSome?: true;
  };
  /** The newest version that is a playbook: it counts while a later one is broken. */
  good?: PlaybookVersion & { json: string };
  /** It was there, and is so no more for this user. */
  isDeleted?: true;
  /** The CRM shows this user no files. */
  isForbidden?: true;
}
