export { remoteQueries } from './queries';
export { onRevision, publishRevision } from './revision';
export { serve, type Handlers, type PageGuard, type Sender } from './serve';
export { sendMessage, sendToTab } from './transport';
