import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { PlaybookProblem } from '@/lib/deal/playbook/playbook';
import { playbookTitle } from '@/lib/deal/playbook/shared-playbook';
import { formatClock, t } from '@/lib/i18n';

/** Why a file was not taken up as a playbook. */
export const playbookRefusal = (file: string, { id, place, text }: PlaybookProblem): string =>
  t('playbook.file.refused', { file, why: playbookFault({ id, place, text }) });

const playbookFault = ({ id, place, text }: PlaybookProblem): string => t(`playbook.problem.${id}`, { place, text });

/** What is known of where a playbook comes from, as lists of the options and the panel of a deal say it. */
export type PlaybookSource = Pick<PlaybookView, 'from' | 'shared'>;

/** Where the playbook in force comes from, and what is to be known of the one that the team shares; a problem has its own tone. */
export function playbookSource(
  { from, shared }: PlaybookSource,
  now: number,
  zone: string,
): { text: string; isProblem: boolean }[] {
  const { file, good, isDeleted, isForbidden } = shared ?? {};
  const title = playbookTitle({ playbookTitle: shared?.title });
  const version = (of: NonNullable<typeof good | typeof file>): Record<string, string | number> => ({
    number: of.number,
    when: formatClock(of.at, now, zone),
    by: of.by ?? '?',
  });
  const quiet = (text: string) => ({ text, isProblem: false });
  const problem = (text: string) => ({ text, isProblem: true });
  return [
    quiet(
      from === 'shared' && good
        ? t('playbook.from.shared', { title: file?.renamed ?? title, ...version(good) })
        : t(`playbook.from.${from}`),
    ),
    ...(good && from === 'managed' ? [quiet(t('playbook.shared.beaten'))] : []),
    ...(good && from === 'own' ? [quiet(t('playbook.shared.other', version(good)))] : []),
    ...(file?.problem
      ? [
          problem(
            t(good ? 'playbook.shared.broken' : 'playbook.shared.brokenFirst', {
              ...version(file),
              why: playbookFault(file.problem),
            }),
          ),
        ]
      : []),
    ...(file && file.others > 0 ? [quiet(t('playbook.shared.others', { count: file.others }))] : []),
    ...(file?.renamed === undefined ? [] : [problem(t('playbook.shared.renamed', { title, renamed: file.renamed }))]),
    ...(file?.isForSome ? [problem(t('playbook.shared.some', { title: file.renamed ?? title }))] : []),
    ...(isDeleted ? [problem(t('playbook.shared.deleted'))] : []),
    ...(isForbidden ? [quiet(t('playbook.shared.forbidden'))] : []),
  ];
}
