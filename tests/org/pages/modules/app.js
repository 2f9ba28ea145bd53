import { buildShell } from './shell/shell.js';
import { startForms } from './shell/forms.js';
import { startNavigation } from './shell/navigation.js';
import { installAura } from './shell/aura.js';

// The base components look for `$A` while they are evaluated and would expect all of Aura behind it, so it comes last.
installAura();
startNavigation(buildShell());
startForms();
