export { onLauncher, readLauncher, writeLauncher } from './launcher';
export { type Density, onDensity, readDensity, writeDensity } from './row-height';
export { remoteQueries } from './queries';
export { onRevision, publishRevision } from './revision';
export { serve, type Handlers, type PageGuard } from './serve';
export { sendMessage, sendToTab } from './transport';
