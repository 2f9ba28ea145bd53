import { createRoot } from 'react-dom/client';

import { PanelApp } from '@/components/views/record/PanelApp';
import { loadTexts } from '@/lib/i18n';
import { onRevision, remoteQueries, sendMessage } from '@/lib/messaging';
import type { PanelMessage, PortMessage } from '@/lib/messaging/protocol';
import { setBackend } from '@/lib/store/backend';
import { arrive, followPanel } from '@/lib/store/panel';

setBackend({ queries: remoteQueries, send: sendMessage, onRevision, now: () => Date.now() });
document.documentElement.lang = navigator.language;

let port: MessagePort | undefined;
const tell = (message: PanelMessage): void => port?.postMessage(message);

// The bootstrap hands over one port; whoever else posts here is not our parent, or brings none.
addEventListener('message', (event: MessageEvent<{ type?: unknown } | undefined>) => {
  const [given] = event.ports;
  if (event.source !== window.parent || event.data?.type !== 'pipelens/port' || !given || port) return;
  port = given;
  port.onmessage = ({ data }: MessageEvent<PortMessage>) => {
    if (data.type === 'at') arrive(data);
  };
});

followPanel();
await loadTexts();
const root = document.getElementById('root');
if (root) createRoot(root).render(<PanelApp onClose={() => tell({ type: 'close' })} />);
