import { type SampleDeals, SamplePage } from '@/components/views/trial/SamplePage';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { t } from '@/lib/i18n';
import { onRevision } from '@/lib/messaging';
import { getBackend } from '@/lib/store/backend';
import { arrive, followPanel } from '@/lib/store/panel';

import { openTeam } from '../shared/open-team';
import { startBackend } from '../shared/own-backend';
import { makeSample } from '../shared/sample';
import { surface } from '../shared/surface';

let seq = 0;
/** Shows a deal in the panel, as a page of the CRM would. */
function show({ id, name }: { id: string; name?: string }): void {
  history.replaceState(null, '', `#${id}`);
  arrive({
    type: 'at',
    seq: (seq += 1),
    host: SAMPLE_HOST,
    // Nothing but the address says what stands here; the name comes with the answer.
    place: { kind: 'record', recordId: id, ...(name === undefined ? { isAside: true } : { name }) },
  });
}

async function ask(): Promise<SampleDeals> {
  const { deals } = getBackend().queries;
  const [open, overdue] = await Promise.all([deals({ figure: 'openPipeline' }), deals({ figure: 'overdue' })]);
  if ('noConnection' in open || 'noConnection' in overdue) throw new Error(t('crmFact.sampleGone'));
  return { open, overdue };
}

void surface(async () => {
  document.title = t('sample.title');
  startBackend({ host: SAMPLE_HOST });
  await makeSample();
  followPanel();
  const wanted = location.hash.slice(1);
  if (wanted !== '') show({ id: wanted });
  return <SamplePage ask={ask} onRevision={onRevision} onShow={show} onTeam={openTeam} />;
});
