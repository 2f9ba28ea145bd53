/** The document and every shadow root below `root`: one walk for flat (synthetic) and native shadow DOM. */
export function roots(root: Document | ShadowRoot | Element, found: ParentNode[] = []): ParentNode[] {
  found.push(root);
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots(element.shadowRoot, found);
  return found;
}

/** Text as a person sees it: through shadow roots and slots, which `textContent` does not cross. */
export function shownText(node: Node): string {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  // Safe: `shadowRoot` and `assignedNodes` are undefined on anything but a host or a slot.
  const { shadowRoot, assignedNodes } = node as HTMLElement & Partial<HTMLSlotElement>;
  const slotted = assignedNodes?.call(node, { flatten: true }) ?? [];
  return [...(slotted.length > 0 ? slotted : (shadowRoot ?? node).childNodes)].map(shownText).join('');
}
