import { act } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { usePanel } from '@/lib/store/panel';

import { sample } from '../sample';
import { show } from '../screen';

afterEach(() => vi.restoreAllMocks());

test('the panel takes the focus that the page gives it, also where the browser never told the frame so', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  show((await sample({ size: 12 })).backend(), <PanelApp onClose={() => undefined} />);
  expect(document.activeElement).toBe(document.body);
  act(() => usePanel.setState({ isGivenFocus: true }));
  expect(document.activeElement?.tagName).toBe('MAIN');
});
