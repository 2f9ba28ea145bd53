import { PanelApp } from '@/components/views/panel/PanelApp';
import { arrive, followPanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import type { FakeBackend } from './backend';
import { screen, show } from './screen';

let seq = 5000;
/** The panel on the page of a deal, once it shows it; the page may show another name. */
export async function openDeal(
  backend: FakeBackend,
  deal: { Id: string; Name: string },
  pageName = deal.Name,
): Promise<{ user: ReturnType<typeof show>; stop: () => void }> {
  const user = show(backend, <PanelApp onClose={() => undefined} onReload={() => undefined} />);
  const stop = followPanel();
  arrive({
    type: 'at',
    seq: (seq += 1),
    host: PAGE_HOST,
    place: { kind: 'record', recordId: deal.Id, name: pageName },
  });
  await screen.findByRole('heading', { level: 1, name: deal.Name }, { timeout: 8000 });
  return { user, stop };
}
