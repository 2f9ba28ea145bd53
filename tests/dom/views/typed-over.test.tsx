import { act } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';

import { Milestones } from '@/components/views/record/playbook/Milestones';
import { Scorecard } from '@/components/views/record/playbook/Scorecard';
import { PersonRow } from '@/components/views/record/team/PersonRow';
import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { RecordView } from '@/lib/answers/record-view';

import { fakeBackend } from '../backend';
import { screen, show } from '../screen';

/** A field with a text that is kept, what of it is asked to be kept, and the way for another page to keep another one. */
interface Field {
  label: string;
  draw(text: string, kept: (value: unknown) => void): React.ReactNode;
}
const STEPS = { milestones: {}, obstacles: {}, sent: [], scores: {} };
const FIELDS: Field[] = [
  {
    label: 'Need',
    draw: (need) => (
      <PersonRow
        // Safe: what the row reads of it.
        view={{ recordId: 'd1', opportunity: { name: 'Deal' }, roles: [] } as unknown as RecordView}
        person={{ contactId: 'c1', name: 'Ann', isPrimary: false, isDecisionMaker: false, silentDays: 0, need }}
        isOtherPage={false}
      />
    ),
  },
  {
    label: 'What shows it: Agreed',
    draw: (evidence, kept) => (
      <Milestones
        // Safe: as above.
        playbook={
          {
            milestones: [{ id: 'm1', text: 'Agreed', reachedAt: 1, evidence }],
            steps: STEPS,
          } as unknown as PlaybookView
        }
        onChange={(_what, part) => kept(part)}
      />
    ),
  },
  {
    label: 'Pain',
    draw: (text, kept) => (
      <Scorecard
        // Safe: as above.
        view={{ recordId: 'd1', people: [] } as unknown as RecordView}
        card={{ name: 'BANT', elements: [{ id: 'pain', letter: 'P', title: 'Pain', state: 'noted', text }] }}
        steps={STEPS}
        onChange={(_what, part) => kept(part)}
      />
    ),
  },
];

test.each(FIELDS)(
  '$label: what another page has kept since is shown, and not written over by who only passes',
  async ({ label, draw }) => {
    const kept: unknown[] = [];
    const backend = fakeBackend({}, async (type, request) => {
      if (type === 'jotting/put') kept.push(request);
      return {};
    });
    let keepElsewhere: (text: string) => void = () => undefined;
    function Page() {
      const [text, setText] = useState('first');
      keepElsewhere = setText;
      return draw(text, (value) => kept.push(value));
    }
    const user = show(backend, <Page />);
    const field = (await screen.findByLabelText(label)) as HTMLInputElement;
    act(() => keepElsewhere('second'));
    expect(field.value).toBe('second');
    await user.click(field);
    await user.tab();
    expect(kept).toEqual([]);
    // What was typed is kept once, and stays in sight until it is.
    await user.clear(field);
    await user.type(field, 'third');
    await user.tab();
    expect(JSON.stringify(kept)).toContain('third');
    expect([kept.length, field.value]).toEqual([1, 'third']);
    act(() => keepElsewhere('third'));
    act(() => keepElsewhere('fourth'));
    expect(field.value).toBe('fourth');
  },
);
