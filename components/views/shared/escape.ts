/**
 * Escape in a field leaves the field, whose text stays, and nothing more: what is around it closes at the next one. True where that
 * was done, and where the key is for what puts characters together, as in writing Japanese.
 */
export function leaveField(event: KeyboardEvent): boolean {
  const { key, target } = event;
  if (event.isComposing) return true;
  if (key !== 'Escape' || event.defaultPrevented || !(target instanceof HTMLElement)) return false;
  if (!target.matches('input:not([type=range],[type=checkbox]),textarea,select')) return false;
  event.preventDefault();
  target.blur();
  target.closest('main')?.focus();
  return true;
}
