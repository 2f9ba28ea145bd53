import type { CreditView } from '@/lib/answers/leading/credit';
import type { FamiliesView } from '@/lib/answers/leading/families';
import type { SixView } from '@/lib/answers/leading/six-view';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import type { NoConnection } from '@/lib/answers/queries';
import { t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

import { AsOf } from '../../shared/Definition';
import { dealLevel } from '../DealLevel';
import { dealsLevel } from '../DealsLevel';
import { type LevelProps, tab } from '../level';
import { Build } from './Build';
import { Credited } from './Credited';
import { Enough } from './Enough';
import { Families } from './Families';
import { Forward } from './Forward';
import { Linearity } from './Linearity';
import { Backup, Good, Much, Real } from './Stock';
import { WhyMissed } from './WhyMissed';

type Shown = (SixView & Sourced & { credit: CreditView; families: FamiliesView; marks: ProcessMark[] }) | NoConnection;

/** The six questions of a leader, each with its number first; then whose they are, the products, how the quarter runs, and what is being created. */
function QuestionsLevel({ answer, open, onOpenRecord }: LevelProps<object, Shown>) {
  if ('noConnection' in answer) return null;
  const { course, autopsy, credit, families, marks, period, currency, today } = answer;
  const doors = {
    deals: (title: string, filter: Parameters<typeof dealsLevel.at>[1]['filter'], focusId: string): void =>
      open(dealsLevel.at(title, { text: '', filter }), focusId),
    deal: (id: string, name: string, focusId: string): void => open(dealLevel.at(name, { recordId: id }), focusId),
    aside: onOpenRecord,
  };
  return (
    <AsOf value={today}>
      <Much view={answer} doors={doors} />
      <Good view={answer} doors={doors} />
      <Real view={answer} doors={doors} />
      {course.period.start !== period.start && (
        <p className="note" role="status" data-present={course.period.start}>
          {t('six.present', { period: course.period.label })}
        </p>
      )}
      <Enough view={answer} doors={doors} />
      <Backup view={answer} doors={doors} />
      <Forward view={answer} doors={doors} />
      <Credited view={credit} doors={doors} />
      <Families view={families} doors={doors} />
      <Linearity course={course} marks={marks} doors={doors} />
      {autopsy && <WhyMissed autopsy={autopsy} currency={currency} doors={doors} />}
      <Build
        build={course.build}
        days={{ start: course.period.start, end: today }}
        marks={marks}
        currency={currency}
        doors={doors}
      />
    </AsOf>
  );
}

export const questionsTab = tab({
  kind: 'questions',
  title: 'team.tab.questions',
  heading: 'six.title',
  first: {},
  async ask(_about: object, queries): Promise<Shown> {
    const [six, credit, families, marked] = await Promise.all([
      queries.six({}),
      queries.credit({}),
      queries.families({}),
      queries.marks({}),
    ]);
    if ('noConnection' in six) return six;
    if ('noConnection' in credit) return credit;
    if ('noConnection' in marked) return marked;
    return 'noConnection' in families ? families : { ...six, credit, families, marks: marked.marks };
  },
  View: QuestionsLevel,
});
