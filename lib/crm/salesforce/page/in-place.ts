import type { PageSight } from '@/lib/crm/crm';

/*
 * Both run in a page by themselves: nothing that stands outside of them is there.
 */

/** What the record page is doing, and a text of the values that it shows; in the world of our own scripts. */
export function sightOf(): PageSight {
  const roots: (Document | ShadowRoot)[] = [document];
  const all = (selector: string): HTMLElement[] =>
    roots.flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)]).filter((each) => each.checkVisibility());
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  // A list holds what is typed into its cells by itself (SLDS, data tables: inline edit).
  const isEditing = all('records-form-footer,.slds-is-unsaved,.slds-is-edited,.slds-popover_edit').length > 0;
  const hasDialog = all('.slds-modal.slds-fade-in-open,.uiModal.active,.slds-docked-composer.slds-is-open').length > 0;
  const fields = all('[data-target-selection-name^="sfdc:RecordField."]');
  const texts = fields.map((field) => {
    const host = field.getRootNode() instanceof ShadowRoot ? (field.getRootNode() as ShadowRoot).host : field;
    return host.textContent;
  });
  return { isEditing, hasDialog, shown: texts.join('\n') };
}

/** Has the page read its record anew, as its own parts do; in the page's own world. False where it has no such way. */
export function renewPage(): boolean {
  // Safe: where there is such a thing, it is this one; everything of it is optional.
  const aura = (globalThis as { $A?: { get?: (name: string) => { fire?: () => void } | undefined } }).$A;
  const event = aura?.get?.('e.force:refreshView');
  event?.fire?.();
  return event?.fire !== undefined;
}
