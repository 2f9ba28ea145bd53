import { readFileSync, writeFileSync } from 'node:fs';

import { glossaryMarkdown } from './glossary';
import { withLayers } from './layers';

writeFileSync('lib/figures/GLOSSARY.md', glossaryMarkdown());
writeFileSync('lib/README.md', withLayers(readFileSync('lib/README.md', 'utf8')));
