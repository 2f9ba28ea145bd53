import { useId, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { RecordView } from '@/lib/answers/record-view';
import { type Playbook, type PlaybookProblem, readPlaybook } from '@/lib/deal/playbook/playbook';
import { type PlaybookChange, playbookDiff } from '@/lib/deal/playbook/playbook-diff';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { playbookRefusal } from '../../shared/texts/playbook-words';
import { PlaybookChanges } from './PlaybookChanges';
import { PublishPlaybook } from './PublishPlaybook';

const MOST_BYTES = 2_000_000;

interface Read {
  playbook: Playbook;
  changes: PlaybookChange[];
}

/** The playbook as a file, and another one in its place once the person has seen what that changes. */
export function PlaybookFile({ view, playbook }: { view: RecordView; playbook: PlaybookView }) {
  const { json, from, problem: wrong } = playbook;
  const id = useId();
  const [read, setRead] = useState<Read>();
  const [problem, setProblem] = useState<string>();
  const look = async (file: File): Promise<void> => {
    setRead(undefined);
    setProblem(undefined);
    const found = file.size > MOST_BYTES ? tooLarge(file.size) : readPlaybook(await file.text());
    const now = readPlaybook(json);
    if ('problem' in found) setProblem(playbookRefusal(file.name, found.problem));
    else if ('playbook' in now)
      setRead({ playbook: found.playbook, changes: playbookDiff(now.playbook, found.playbook) });
  };
  const takeUp = (playbook: Playbook | undefined): void =>
    void act(t('playbook.file.take'), () =>
      keepJotting({
        kind: 'playbook',
        of: '',
        ...(playbook ? { value: { json: JSON.stringify(playbook, null, 2) } } : {}),
      }),
    ).then((isDone) => {
      if (isDone) setRead(undefined);
    });
  return (
    <details className="plan-back playbook-file">
      <summary>{t('playbook.file')}</summary>
      {wrong && <p className="problem">{playbookRefusal(t('playbook.file.policy'), wrong)}</p>}
      <PublishPlaybook view={view} playbook={playbook} />
      <p className="outcome">
        <a
          className="button"
          download="playbook.json"
          href={`data:application/json;charset=utf-8,${encodeURIComponent(json)}`}
        >
          {t('playbook.file.save')}
        </a>
        {from === 'own' && !playbook.shared?.good && (
          <Button look="link" onClick={() => takeUp(undefined)}>
            {t('playbook.file.usual')}
          </Button>
        )}
      </p>
      {from !== 'managed' && (
        <p className="form-line">
          <label htmlFor={id}>{t('playbook.file.open')}</label>
          <input
            id={id}
            type="file"
            accept=".json,application/json"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) void act(t('playbook.file.open'), () => look(file));
              target.value = '';
            }}
          />
        </p>
      )}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {read && (
        <div role="status">
          <p>
            {t('playbook.file.changes', {
              name: read.playbook.name,
              version: read.playbook.version,
              count: read.changes.length,
            })}
          </p>
          <PlaybookChanges changes={read.changes} />
          <Button onClick={() => takeUp(read.playbook)}>{t('playbook.file.take')}</Button>
        </div>
      )}
    </details>
  );
}

const tooLarge = (bytes: number): { problem: PlaybookProblem } => ({
  problem: { id: 'tooMany', place: '', text: `${bytes} B` },
});
