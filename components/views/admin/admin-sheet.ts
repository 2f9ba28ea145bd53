import { formatShare, t, type MessageKey } from '@/lib/i18n';

/** All that the page for administrators is made from: the code's own tables, so that it says what this build does. */
export interface AdminFacts {
  version: string;
  extensionId: string;
  /** Where a sign-in through an app of the org's comes back to. */
  callback: string;
  /** Hosts that get the script in the page, and hosts that are called; match patterns. */
  pages: readonly string[];
  apis: readonly string[];
  permissions: readonly string[];
  /** Objects and fields that are asked for where the user may see them. */
  reads: readonly { object: string; fields: readonly string[] }[];
  /** The least time between two calls for news while a page of the CRM is open, and between two of the record in the panel, ms. */
  everyMs: { news: number; record: number };
  /** How long nobody has to be at the computer, or no page of the CRM in sight, until nothing is asked any more, ms. */
  quietAfterMs: { idle: number; hidden: number };
  /** The share of the org's calls of a day that is never exceeded; a setting. */
  share: number;
}

export interface AdminPart {
  title: string;
  text: string;
  rows?: readonly { name: string; text: string }[];
}

/** Permissions of the browser, and what each is for. */
const WHY = {
  storage: 'admin.permission.storage',
  unlimitedStorage: 'admin.permission.unlimitedStorage',
  alarms: 'admin.permission.alarms',
  notifications: 'admin.permission.notifications',
  idle: 'admin.permission.idle',
  cookies: 'admin.permission.cookies',
  scripting: 'admin.permission.scripting',
  sidePanel: 'admin.permission.sidePanel',
  identity: 'admin.permission.identity',
} as const satisfies Record<string, MessageKey>;

const isExplained = (permission: string): permission is keyof typeof WHY => permission in WHY;
const SECONDS = 1000;
const MINUTE_MS = 60_000;
const WORKDAY_MS = 8 * 3_600_000;

/** The page for administrators, part by part. Throws RangeError for a permission that nobody has explained. */
export function adminSheet(facts: AdminFacts): AdminPart[] {
  const { news, record } = facts.everyMs;
  return [
    { title: t('admin.what.title'), text: t('admin.what.text') },
    {
      title: t('admin.reads.title'),
      text: t('admin.reads.text'),
      rows: facts.reads.map(({ object, fields }) => ({ name: object, text: fields.join(', ') })),
    },
    {
      title: t('admin.calls.title'),
      text: t('admin.calls.text', {
        news: news / SECONDS,
        record: record / SECONDS,
        calls: Math.ceil(WORKDAY_MS / news),
        share: formatShare(facts.share),
      }),
    },
    {
      title: t('admin.session.title'),
      text: t('admin.session.text', {
        idle: facts.quietAfterMs.idle / MINUTE_MS,
        hidden: facts.quietAfterMs.hidden / MINUTE_MS,
      }),
    },
    { title: t('admin.rights.title'), text: t('admin.rights.text') },
    {
      title: t('admin.permissions.title'),
      text: t('admin.permissions.text'),
      rows: facts.permissions.map((name) => {
        if (!isExplained(name)) throw new RangeError(`Nobody has explained the permission ${name}.`);
        return { name, text: t(WHY[name]) };
      }),
    },
    {
      title: t('admin.hosts.title'),
      text: t('admin.hosts.text'),
      rows: [
        { name: t('admin.hosts.pages'), text: facts.pages.join(', ') },
        { name: t('admin.hosts.apis'), text: facts.apis.join(', ') },
      ],
    },
    { title: t('admin.data.title'), text: t('admin.data.text') },
    {
      title: t('admin.allow.title'),
      text: t('admin.allow.text'),
      rows: [
        { name: t('admin.allow.id'), text: facts.extensionId },
        { name: t('admin.allow.callback'), text: facts.callback },
        { name: t('admin.allow.version'), text: facts.version },
      ],
    },
    { title: t('admin.policy.title'), text: t('admin.policy.text', { id: facts.extensionId }) },
  ];
}

/** The same as plain text, to send. */
export const adminSheetText = (parts: readonly AdminPart[]): string =>
  parts
    .map(({ title, text, rows = [] }) => [title, text, ...rows.map((row) => `- ${row.name}: ${row.text}`)].join('\n'))
    .join('\n\n');
