import { expect, test } from 'vitest';

import { WriteNextStep } from '@/components/views/team/review/WriteNextStep';
import type { ReviewDeal } from '@/lib/answers/leading/review-view';
import type { Day } from '@/lib/calendar/days';
import type { Edit } from '@/lib/deal/edits/edit';
import { usePanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeBackend } from '../backend';
import { button, screen, show } from '../screen';

const DEAL = { id: '1', name: 'Lift', ownerId: 'u' } as ReviewDeal;
const ACTION = { dealId: '1', who: 'Ada', what: 'Call the CFO', when: '2026-12-01' as Day };

async function write(answer: Partial<Edit>, page: 'free' | 'editing' = 'free', held: () => string | null = () => null) {
  const backend = fakeBackend({}, async (type) => {
    if (type === 'edit/form') return { values: { nextStep: held() }, fields: {}, fixed: {}, reason: {}, needs: [] };
    return type === 'page/look' ? { is: page } : { recordName: 'Lift', after: { nextStep: 'x' }, ...answer };
  });
  usePanel.setState({ host: PAGE_HOST });
  const user = show(
    backend,
    <ul>
      <WriteNextStep deal={DEAL} action={ACTION} />
    </ul>,
  );
  const press = async () => user.click(await button('Write to Salesforce as next step'));
  await press();
  return { backend, press };
}
const said = () => screen.getByRole('status').textContent.replaceAll('\u00a0', ' ');

test.each([
  ['refused', { state: 'refused', why: 'locked', words: 'Locked.' }, /^Not written: “Lift” is locked.*“Locked\.”/],
  ['waiting', { state: 'waiting' }, /^Not sent yet\. It is sent as soon as/],
  [
    'in conflict',
    { state: 'conflict', theirs: { nextStep: 'Theirs' } },
    /^It has been changed elsewhere.* · Next step is now: Theirs$/,
  ],
  [
    'kept otherwise',
    { state: 'saved', kept: { nextStep: 'By a flow' } },
    /^Written as next step · Salesforce keeps for Next step: By a flow$/,
  ],
  ['in doubt', { state: 'unknown' }, /^No answer came/],
] as const)('a next step of a review that is %s says so in words', async (_what, answer, words) => {
  await write(answer as Partial<Edit>);
  await expect.poll(said).toMatch(words);
});

test('says once that the page behind is in the middle of an edit', async () => {
  const { backend, press } = await write({ state: 'saved' }, 'editing');
  await expect.poll(said).toMatch(/^The page behind is in edit mode/);
  expect(backend.sent.some(({ type }) => type === 'edit/save')).toBe(false);
  await press();
  await expect.poll(said).toBe('Written as next step');
});

test('shows what stands there before it writes over it, and again where that changed meanwhile', async () => {
  let held = 'Old';
  const { backend, press } = await write({ state: 'saved' }, 'free', () => held);
  await expect.poll(said).toBe('Its next step is “Old”. Press once more to write over it.');
  held = 'Newer';
  await press();
  await expect.poll(said).toMatch(/“Newer”/);
  expect(backend.sent.some(({ type }) => type === 'edit/save')).toBe(false);
  await press();
  await expect.poll(said).toBe('Written as next step');
  expect(backend.sent.find(({ type }) => type === 'edit/save')?.request).toMatchObject({
    before: { nextStep: 'Newer' },
  });
});
