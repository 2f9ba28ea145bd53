import type { PanelMessage, PortMessage } from '@/lib/messaging/protocol';

/**
 * The line from the framed panel to the script that holds it. That script hands over one port; whoever else posts here is not the parent,
 * or brings none. Returns the way to tell it something, which is lost before there is a port.
 */
export function givenPort(onTold: (message: PortMessage) => void): (message: PanelMessage) => void {
  let port: MessagePort | undefined;
  addEventListener('message', (event: MessageEvent<{ type?: unknown } | undefined>) => {
    const [given] = event.ports;
    if (event.source !== window.parent || event.data?.type !== 'pipelens/port' || !given || port) return;
    port = given;
    port.onmessage = ({ data }: MessageEvent<PortMessage>) => onTold(data);
  });
  return (message) => port?.postMessage(message);
}
