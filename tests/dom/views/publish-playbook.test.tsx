import { expect, test } from 'vitest';

import { PublishPlaybook } from '@/components/views/record/playbook/PublishPlaybook';
import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { RecordView } from '@/lib/answers/record-view';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import { usePanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeBackend } from '../backend';
import { button, screen, show } from '../screen';

const textOf = (version: string): string => JSON.stringify({ ...USUAL_PLAYBOOK, version }, null, 2);

test.each([
  [true, 'Publish for those who may read the file'],
  [false, 'Publish for everyone in Salesforce'],
])(
  'a new version is published for whom the file is shared with, and that is said before it: for some %s',
  async (isForSome, name) => {
    const good = { number: 1, at: 0, json: textOf('1') };
    const file = { ...good, id: '069', version: 'v1', others: 0, ...(isForSome ? { isForSome: true as const } : {}) };
    const shared: SharedPlaybook = { lookedAt: 0, file, good };
    const backend = fakeBackend({}, async (type) => (type === 'playbook/look' ? { shared, mayPublish: true } : {}));
    usePanel.setState({ host: PAGE_HOST });
    // Safe: what the part reads of them.
    const view = { reader: { timeZone: 'UTC' }, edits: [] } as unknown as RecordView;
    const playbook = { from: 'own', json: textOf('2'), shared, published: [] } as unknown as PlaybookView;
    const user = show(backend, <PublishPlaybook view={view} playbook={playbook} />);
    expect(screen.queryAllByText(/“Pipelens playbook” is not shared with everyone in Salesforce/)).toHaveLength(
      isForSome ? 1 : 0,
    );
    await user.click(await button('Publish to Salesforce…'));
    await user.click(await button(name));
    const sent = backend.sent.find(({ type }) => type === 'edit/save')?.request;
    expect(sent).toMatchObject({ on: { kind: 'file', act: 'change', id: '069' }, after: { body: textOf('2') } });
  },
);
