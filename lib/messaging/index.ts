export { onAlerts, readAlerts, writeAlerts } from './alert-choice';
export { onHidden, readHidden, writeHidden } from './launcher';
export { onManaged, readManaged } from './managed';
export {
  forgetKeys,
  KEY_ACTIONS,
  type KeyAction,
  onKeys,
  type KeyChoices,
  readKeys,
  USUAL_KEYS,
  writeKey,
} from './own-keys';
export { readRole, writeRole } from './own-role';
export { type Density, onDensity, readDensity, writeDensity } from './row-height';
export { onRevision, publishRevision } from './revision';
export { serve, type Handlers, type PageGuard, type Sender } from './serve';
export { sendMessage, sendToTab } from './transport';
export { onTheme, readTheme, type Theme, USUAL_THEME, writeTheme } from './theme';
