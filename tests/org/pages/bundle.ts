import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import lwc from '@lwc/rollup-plugin';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import { type Plugin, rollup } from 'rollup';

import { iconSubset } from './icon-subset';

// Not resolved as a module: the packages' exports do not name their package.json.
export const packageFolder = (name: string): string =>
  join(import.meta.dirname, '..', '..', '..', 'node_modules', name);
const SPRITES = ['utility', 'standard'];
const STYLES = ['frame', 'record', 'lists', 'kanban'];

/** The base components take the user's locale from a module of the platform: here it is the document's language. */
const pageLocale: Plugin = {
  name: 'page-locale',
  load: (id) =>
    id.endsWith('@salesforce-i18n-locale.js') ? 'export default document.documentElement.lang || "en-US";' : undefined,
};

async function bundleScript(modules: string, entry: string, file: string): Promise<void> {
  const bundle = await rollup({
    input: join(modules, entry),
    plugins: [
      iconSubset(),
      pageLocale,
      replace({
        'import.meta.env.SSR': 'false',
        'process.env.NODE_ENV': '"production"',
        preventAssignment: true,
      }),
      lwc({
        rootDir: modules,
        exclude: ['**/modules/*.js', '**/modules/shell/**'],
        modules: [{ dir: join(modules, 'lwc') }, { npm: 'lightning-base-components' }],
        enableDynamicComponents: true,
      }),
      nodeResolve({ browser: true }),
    ],
    onwarn: (warning) => {
      // The base components of this release warn of their own imports; only what breaks the bundle matters here.
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(`${entry}: ${warning.message}`);
    },
  });
  await bundle.write({ file, format: 'iife', inlineDynamicImports: true });
  await bundle.close();
}

/** Writes every file the pages load into `target`: the app, one script per shadow mode, styles and icon sprites. */
export async function bundlePages(modules: string, target: string): Promise<void> {
  const slds = join(packageFolder('@salesforce-ux/design-system'), 'assets');
  await mkdir(target, { recursive: true });
  await bundleScript(modules, 'app.js', join(target, 'app.js'));
  await bundleScript(modules, 'synthetic.js', join(target, 'synthetic.js'));
  await copyFile(join(modules, 'native.js'), join(target, 'native.js'));
  const styles = await Promise.all(STYLES.map((name) => readFile(join(modules, 'styles', `${name}.css`), 'utf8')));
  await writeFile(join(target, 'page.css'), styles.join('\n'));
  await copyFile(join(slds, 'styles', 'salesforce-lightning-design-system.min.css'), join(target, 'slds.css'));
  for (const name of SPRITES) {
    const folder = join('icons', `${name}-sprite`, 'svg');
    await mkdir(join(target, folder), { recursive: true });
    await copyFile(join(slds, folder, 'symbols.svg'), join(target, folder, 'symbols.svg'));
  }
}
