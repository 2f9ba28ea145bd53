/** One entry for each host on whose pages the button is not wanted: two pages that choose at once never undo each other. */
export const hiddenKey = (host: string): string => `hidden:${host}`;

const PREFIX = /* @__PURE__ */ hiddenKey('');

export const isHiddenKey = (key: string): boolean => key.startsWith(PREFIX);

export const hostOfKey = (key: string): string => key.slice(PREFIX.length);
