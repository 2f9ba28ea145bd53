import { readFile } from 'node:fs/promises';

import type { Plugin } from 'rollup';

/** Icons that the pages and the base components they use can show. */
const SHOWN = new Set(
  'add arrowdown arrowup check chevrondown chevronright close date_input down edit event filterList info kanban lock pin record_create refresh search settings sort sync table task threedots up warning chevronleft switch opportunity account contact home user'.split(
    ' ',
  ),
);

const ICON_LIBRARY = /iconSvgTemplates(\w*?)(Rtl)?\/buildTemplates\/templates\.js$/;

/**
 * Keeps only the icons shown out of the icon libraries of lightning-base-components. They hold thousands of templates,
 * which would make the bundle ten times as large and its build minutes long.
 */
export function iconSubset(): Plugin {
  return {
    name: 'icon-subset',
    async load(id) {
      const library = ICON_LIBRARY.exec(id.replaceAll('\\', '/'));
      if (!library) return null;
      if (library[2]) return 'export default {};';
      const source = await readFile(id, 'utf8');
      const imports = [...source.matchAll(/^import \{ default as (\w+) \} from '(\.\/\w+\/(\w+)\.html)';$/gm)].filter(
        ([, , , name]) => SHOWN.has(name ?? ''),
      );
      return [
        ...imports.map(([, binding, path]) => `import ${binding} from '${path}';`),
        `export default { ${imports.map(([, binding]) => binding).join(', ')} };`,
      ].join('\n');
    },
  };
}
