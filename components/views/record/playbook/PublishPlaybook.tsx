import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { isOff } from '@/lib/deal/kept/policy';
import { type Playbook, readPlaybook } from '@/lib/deal/playbook/playbook';
import { type PlaybookChange, playbookDiff } from '@/lib/deal/playbook/playbook-diff';
import { playbookTitle, type SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { t } from '@/lib/i18n';
import { askSharedPlaybook, publishPlaybook } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';
import { useManaged } from '@/lib/store/managed-store';

import { playbookSource } from '../../shared/texts/playbook-words';
import { useNow } from '../../shared/use-now';
import { EditRow } from '../edit/Edits';
import { PlaybookChanges } from './PlaybookChanges';

/** What would become of the team's playbook, by what the CRM holds at this moment. */
interface Preview {
  shared: SharedPlaybook | undefined;
  mayPublish: boolean;
  changes: PlaybookChange[];
}

/** Nothing of it is there yet: all that is published is new. */
const NOTHING: Playbook = { pipelensPlaybook: 1, name: '-', version: '-', stages: [] };

/** Where the playbook comes from, the team's in the CRM, and the person's own put in its place once they have seen what that changes. */
export function PublishPlaybook({
  view,
  playbook,
}: {
  view: RecordView;
  playbook: NonNullable<RecordView['playbook']>;
}) {
  const { from, json, shared, published } = playbook;
  const now = useNow(60_000);
  const policy = useManaged((state) => state.policy);
  const [preview, setPreview] = useState<Preview>();
  const look = async (): Promise<void> => {
    setPreview(undefined);
    const told = await askSharedPlaybook();
    const held = told.shared?.good && readPlaybook(told.shared.good.json);
    const own = readPlaybook(json);
    if (!('playbook' in own)) return;
    const before = held && 'playbook' in held ? held.playbook : NOTHING;
    setPreview({
      mayPublish: told.mayPublish,
      shared: told.shared,
      changes: playbookDiff(before, own.playbook),
    });
  };
  const publish = async (): Promise<void> => {
    await publishPlaybook(json, preview?.shared);
    setPreview(undefined);
  };
  const mayTry = from !== 'managed' && !isOff(policy, 'write');
  return (
    <>
      {playbookSource(playbook, now, view.reader.timeZone).map(({ text, isProblem }) => (
        <p key={text} className={isProblem ? 'problem' : 'note'}>
          {text}
        </p>
      ))}
      <p className="outcome">
        {from === 'own' && shared?.good && (
          <Button onClick={() => void act(t('playbook.shared.use'), () => keepJotting({ kind: 'playbook', of: '' }))}>
            {t('playbook.shared.use')}
          </Button>
        )}
        {mayTry && (
          <Button data-publish onClick={() => void act(t('playbook.publish'), look)}>
            {t('playbook.publish')}
          </Button>
        )}
      </p>
      {preview && (
        <div role="status">
          <p>{previewWords(preview)}</p>
          <PlaybookChanges changes={preview.changes} />
          <p className="outcome">
            {mayBePublished(preview) && (
              <Button onClick={() => void act(publishWords(preview), publish)}>{publishWords(preview)}</Button>
            )}
            <Button look="link" onClick={() => setPreview(undefined)}>
              {t('edit.cancel')}
            </Button>
          </p>
        </div>
      )}
      {published.length > 0 && (
        <ul className="edits" aria-live="polite">
          {published.map((edit) => (
            <EditRow key={edit.id} view={{ ...view, edits: published }} edit={edit} now={now} />
          ))}
        </ul>
      )}
    </>
  );
}

const mayBePublished = ({ shared, mayPublish, changes }: Preview): boolean =>
  mayPublish && (changes.length > 0 || shared?.file?.problem !== undefined) && !isTooLarge(shared);

/** What was not read cannot be compared with what is there when it is sent. */
const isTooLarge = (shared: SharedPlaybook | undefined): boolean =>
  shared?.file !== undefined && shared.file.json === undefined;

/** Nobody is let into what is shared with some by a further version of it. */
const publishWords = ({ shared }: Preview): string =>
  t(shared?.file?.isForSome ? 'playbook.publish.some' : 'playbook.publish.now');

function previewWords({ shared, mayPublish, changes }: Preview): string {
  if (!mayPublish) return t('playbook.publish.mayNot');
  if (isTooLarge(shared)) return t('playbook.publish.tooLarge');
  if (changes.length === 0 && shared?.file?.problem === undefined) return t('playbook.publish.same');
  return shared?.file
    ? t('playbook.publish.version', { count: changes.length, number: shared.file.number })
    : t('playbook.publish.first', { count: changes.length, title: playbookTitle({ playbookTitle: shared?.title }) });
}
