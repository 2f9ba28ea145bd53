import { sites } from '@/lib/crm/sites';
import { nameCrm } from '@/lib/i18n';

import './english';

// Every surface says at its start whose words it speaks.
nameCrm(sites[0].name);
